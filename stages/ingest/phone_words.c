/* phone_words.c -- what stands behind a stamp: somebody's words, or a sentence that the app wrote in their place.
 * Knows the apps' sentences in the languages where they are few and plain; does not know dates. */
#include "phone.h"

enum { NAME_MOST = 256 };

static bool contains(struct str s, const char *z) { return s.n && memmem(s.p, s.n, z, strlen(z)) != NULL; }

static bool any_inside(struct str s, const char *const *words)
{
	for (; *words; words++) if (contains(s, *words)) return true;
	return false;
}

/* The lists are long and nearly never hold what is looked for: their words' first letters tell. */
static bool any_begins(struct str s, const char *const *words)
{
	for (; s.n && *words; words++) if (**words == s.p[0] && str_starts(s, str_of(*words))) return true;
	return false;
}

static bool any_is(struct str s, const char *const *words)
{
	for (; s.n && *words; words++) if (**words == s.p[0] && str_is(s, *words)) return true;
	return false;
}

/* --- the apps' sentences ------------------------------------------------------------------------------------------------- */

/* In the place of a name: no name holds these. Each begins with a blank. */
static const char *const not_names[] = { " changed the ", " changed this group",
	" created group", " created this group", " created the group", " added ", " removed ", " joined using ",
	" was added", " were added", " pinned a message", " security code", " turned on ", " turned off ",
	" hat die Gruppe", " hat den Betreff", " hat das Gruppenbild", " hinzugefügt", " creó el grupo", " cambió ",
	" añadió a", " criou o grupo", " adicionou ", " mudou o ", " a créé le groupe", " a ajouté", " a changé",
	" ha creato il gruppo", " ha aggiunto", " ha cambiato", " heeft de groep", " heeft het onderwerp",
	" toegevoegd", " membuat grup", " menambahkan ", " grubu oluşturdu", " создал", NULL };

/* Behind a name (that of the group, as a rule) or without one. */
static const char *const notices[] = { "Messages and calls are end-to-end encrypted", "Messages to this ",
	"Messages you send to this ", "Nachrichten und Anrufe sind Ende-zu-Ende-", "Nachrichten in diesem Chat",
	"Nachrichten, die du in diesem Chat", "Los mensajes y las llamadas están cifrados", "Los mensajes en este",
	"As mensagens e as chamadas são protegidas", "As mensagens e ligações são protegidas",
	"Les messages et les appels sont chiffrés", "I messaggi e le chiamate sono crittografati",
	"Berichten en gesprekken worden end-to-end", "Pesan dan panggilan terenkripsi secara end-to-end",
	"Mesajlar ve aramalar uçtan uca", "Сообщения и звонки защищены",
	"संदेश और कॉल एंड", "Waiting for this message", NULL };

/* Such sentences where the app marks them as its own, with U+200E before them. */
static const char *const own_sentences[] = { "Missed voice call", "Missed video call", "Missed group ",
	"You created ", "You added ", "You removed ", "You were added", "You joined ", "You changed ", "You left",
	"Voice call", "Video call", NULL };

/* Lines of a file in which nobody speaks. */
static const char *const app_lines[] = { "end-to-end encrypt", "Ende-zu-Ende-", "de extremo a extremo",
	"de ponta a ponta", "de bout en bout", "crittografi", "end-to-end versleuteld", "uçtan uca", "You were added",
	"You created group", " joined using this group", " left", " created group", " added ", " changed the subject",
	" changed this group", NULL };

bool phone_app_says(struct str line) { return any_inside(line, app_lines) || any_begins(line, notices); }

static const char *const deleted[] = { "This message was deleted", "You deleted this message",
	"Diese Nachricht wurde gelöscht", "Du hast diese Nachricht gelöscht", "Se eliminó este mensaje",
	"Este mensaje fue eliminado", "Eliminaste este mensaje", "Mensagem apagada", "Você apagou esta mensagem",
	"Essa mensagem foi apagada", "Ce message a été supprimé", "Vous avez supprimé ce message",
	"Questo messaggio è stato eliminato", "Hai eliminato questo messaggio", "Dit bericht is verwijderd",
	"U hebt dit bericht verwijderd", "Pesan ini telah dihapus", "Pesan ini dihapus", "Anda menghapus pesan ini",
	"Bu mesaj silindi", "Bu mesajı sildiniz", "Данное сообщение удалено",
	"यह मैसेज हटा दिया गया था", "تم حذف هذه الرسالة", NULL };

static const char *const edited[] = { "<This message was edited>", "<Diese Nachricht wurde bearbeitet.>",
	"<Diese Nachricht wurde bearbeitet>", "<Se editó este mensaje.>", "<Se editó este mensaje>",
	"<Mensagem editada>", "<Ce message a été modifié>", "<Questo messaggio è stato modificato>",
	"<Dit bericht is bewerkt>", "<Pesan ini diedit>", "<Bu mesaj düzenlendi>", NULL };

/* In the place of a picture, a recording, a file. */
static const char *const media[] = { "<Media omitted>", "<Medien ausgeschlossen>", "<Medien weggelassen>",
	"<Multimedia omitido>", "<Archivo omitido>", "<Médias omis>", "<Média omis>", "<Fichier omis>",
	"<Mídia oculta>", "<Arquivo de mídia oculto>", "<Ficheiro não revelado>", "<Media omessi>", "<Media omesso>",
	"<Media weggelaten>", "<Medya dahil edilmedi>", "<Media tidak disertakan>", "<Medya atlandı>",
	"<Без медиафайлов>", "<मीडिया के बिना>",
	"<تم استبعاد الوسائط>", "image omitted", "video omitted", "audio omitted", "sticker omitted",
	"GIF omitted", "document omitted", "Contact card omitted", "Bild weggelassen", "Video weggelassen",
	"Audio weggelassen", "Sticker weggelassen", "imagen omitida", "video omitido", "audio omitido",
	"sticker omitido", "imagem ocultada", "vídeo omitido", "áudio ocultado", "figurinha omitida", "image absente",
	"vidéo absente", "audio omis", "immagine omessa", "video omesso", "audio omesso", "afbeelding weggelaten",
	"video weggelaten", "audio weggelaten", NULL };

/* Behind a file's name, on its line. */
static const char *const attached_after[] = { "(file attached)", "(Datei angehängt)", "(archivo adjunto)",
	"(arquivo anexado)", "(ficheiro anexado)", "(fichier joint)", "(file allegato)", "(bestand bijgevoegd)",
	"(file terlampir)", NULL };

/* Around it. */
static const char *const attached_in[] = { "<attached: ", "<Anhang: ", "<adjunto: ", "<anexado: ",
	"<pièce jointe\u00a0: ", "<pièce jointe : ", "<allegato: ", "<bijgevoegd: ", "<terlampir: ", NULL };

/* --- taking apart -------------------------------------------------------------------------------------------------------- */

/* Without blanks and marks of direction at both ends; *marked: a mark stood at the beginning. */
static struct str trim(struct str s, bool *marked)
{
	for (size_t at = 0, n; s.n;) {
		if ((n = phone_marks_pass(s, 0)) > 0) *marked = true;
		else if (!(n = phone_space(s, 0)) && (s.p[0] == '\n' || s.p[0] == '\r')) n = 1;
		at = n;
		if (!at) break;
		s = str_cut(s, at, s.n);
	}
	for (size_t before = s.n + 1; before > s.n;) {
		before = s.n;
		s = str_trim(s);
		for (size_t n = 1; n <= 3 && n <= s.n; n++)
			if (phone_space(s, s.n - n) == n || phone_marks_pass(s, s.n - n) == s.n) s.n -= n;
	}
	return s;
}

/* The name of a group is between quotation marks; a colon inside it ends no name. */
static bool quote_open(struct str s)
{
	static const char *const pair[][2] = { { "„", "“" }, { "“", "”" }, { "«", "»" } };
	bool open = false, ascii = true;
	for (size_t i = 0; i < s.n; i++) {
		open = open != (s.p[i] == '"');
		ascii = ascii && (unsigned char)s.p[i] < 0x80;
	}
	for (unsigned i = 0; i < 3 && !open && !ascii; i++) {
		if (!contains(s, pair[i][0])) continue;
		open = !contains(s, pair[i][1]);
		break;
	}
	return open;
}

/* Where the name ends: at the first colon of the line, unless what follows it shows that it belongs to a word. */
static size_t name_end(struct str s)
{
	for (size_t i = 0; i < s.n && i <= NAME_MOST && s.p[i] != '\n'; i++) {
		if (s.p[i] != ':') continue;
		const bool digits = i && s.p[i - 1] >= '0' && s.p[i - 1] <= '9' && i + 1 < s.n && s.p[i + 1] >= '0' && s.p[i + 1] <= '9';
		return i == 0 || digits || (i + 2 < s.n && s.p[i + 1] == '/' && s.p[i + 2] == '/') ? 0 : i;
	}
	return 0;
}

static struct str first_line(struct str s)
{
	const char *const end = s.n ? memchr(s.p, '\n', s.n) : NULL;
	return end ? str_cut(s, 0, (size_t)(end - s.p)) : s;
}

/* What is left of the text when the sign for a file is taken off: a caption, as a rule nothing. False: there is no such sign. */
static bool media_take(struct str *text)
{
	bool ignored;
	const struct str line = trim(first_line(*text), &ignored);
	const size_t behind = (size_t)(line.p - text->p) + line.n;
	if (any_is(line, media)) {
		*text = trim(str_cut(*text, behind, text->n), &ignored);
		return true;
	}
	for (const char *const *m = attached_after; *m && line.n && line.p[line.n - 1] == ')'; m++) {
		if (!str_ends(line, str_of(*m))) continue;
		*text = trim(str_cut(*text, behind, text->n), &ignored);
		return true;
	}
	for (const char *const *m = attached_in; *m && text->n && text->p[text->n - 1] == '>'; m++) {
		const char *const at = memmem(text->p, text->n, *m, strlen(*m));
		if (!at) continue;
		*text = trim(str_cut(*text, 0, (size_t)(at - text->p)), &ignored);
		return true;
	}
	return false;
}

static bool is_deleted(struct str text)
{
	if (text.n && text.p[text.n - 1] == '.') text.n--;
	return any_is(text, deleted);
}

static void text_read(struct str text, struct phone_said *said)
{
	bool own = false, ignored;
	text = trim(text, &own);
	for (const char *const *m = edited; *m && text.n && text.p[text.n - 1] == '>'; m++) {
		if (!str_ends(text, str_of(*m))) continue;
		said->edited = true;
		text = trim(str_cut(text, 0, text.n - strlen(*m)), &ignored);
	}
	said->text = text;
	if (any_begins(text, notices) || (own && any_begins(text, own_sentences))) said->kind = PHONE_SYSTEM;
	else if (is_deleted(text)) said->kind = PHONE_DELETED;
	else if (media_take(&said->text)) said->kind = said->text.n ? PHONE_MESSAGE : PHONE_MEDIA;
}

void phone_said_read(struct str rest, struct phone_said *said)
{
	bool ignored;
	rest = trim(rest, &ignored);
	*said = (struct phone_said){ .kind = PHONE_SYSTEM, .text = rest };
	const size_t end = name_end(rest);
	struct str name = trim(str_cut(rest, 0, end), &ignored);
	if (!name.n || quote_open(name) || (memchr(name.p, ' ', name.n) && any_inside(name, not_names))) return;
	/* Somebody who is not among the owner's contacts. */
	if (name.p[0] == '~') name = trim(str_cut(name, 1, name.n), &ignored);
	if (!name.n) return;
	said->kind = PHONE_MESSAGE;
	said->author = name;
	text_read(str_cut(rest, end + 1, rest.n), said);
}
