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

static bool any_begins(struct str s, const char *const *words)
{
	for (; *words; words++) if (str_starts(s, str_of(*words))) return true;
	return false;
}

/* --- the apps' sentences ------------------------------------------------------------------------------------------------- */

/* In the place of a name: no name holds these. Quotation marks stand around the names of groups. */
static const char *const not_names[] = { "\"", "\u201c", "\u201d", "\u201e", "\u00ab", " changed the ", " changed this group",
	" created group", " created this group", " created the group", " added ", " removed ", " joined using ", " was added", " were added",
	" pinned a message", " security code", " turned on ", " turned off ", " hat die Gruppe", " hat den Betreff", " hat das Gruppenbild",
	" hinzugef\u00fcgt", " cre\u00f3 el grupo", " cambi\u00f3 ", " a\u00f1adi\u00f3 a", " criou o grupo", " adicionou ", " mudou o ",
	" a cr\u00e9\u00e9 le groupe", " a ajout\u00e9", " a chang\u00e9", " ha creato il gruppo", " ha aggiunto", " ha cambiato",
	" heeft de groep", " heeft het onderwerp", " toegevoegd", " membuat grup", " menambahkan ", " grubu olu\u015fturdu",
	" \u0441\u043e\u0437\u0434\u0430\u043b", NULL };

/* Behind a name (that of the group, as a rule) or without one. */
static const char *const notices[] = { "Messages and calls are end-to-end encrypted", "Messages to this ", "Messages you send to this ",
	"Nachrichten und Anrufe sind Ende-zu-Ende-", "Nachrichten in diesem Chat", "Nachrichten, die du in diesem Chat",
	"Los mensajes y las llamadas est\u00e1n cifrados", "Los mensajes en este", "As mensagens e as chamadas s\u00e3o protegidas",
	"As mensagens e liga\u00e7\u00f5es s\u00e3o protegidas", "Les messages et les appels sont chiffr\u00e9s", "I messaggi e le chiamate sono crittografati",
	"Berichten en gesprekken worden end-to-end", "Pesan dan panggilan terenkripsi secara end-to-end", "Mesajlar ve aramalar u\u00e7tan uca",
	"\u0421\u043e\u043e\u0431\u0449\u0435\u043d\u0438\u044f \u0438 \u0437\u0432\u043e\u043d\u043a\u0438 \u0437\u0430\u0449\u0438\u0449\u0435\u043d\u044b",
	"\u0938\u0902\u0926\u0947\u0936 \u0914\u0930 \u0915\u0949\u0932 \u090f\u0902\u0921", "Waiting for this message", NULL };

/* Such sentences where the app marks them as its own, with U+200E before them. */
static const char *const own_sentences[] = { "Missed voice call", "Missed video call", "Missed group ", "You created ", "You added ",
	"You removed ", "You were added", "You joined ", "You changed ", "You left", "Voice call", "Video call", NULL };

/* Lines of a file in which nobody speaks. */
static const char *const app_lines[] = { "end-to-end encrypt", "Ende-zu-Ende-", "de extremo a extremo", "de ponta a ponta", "de bout en bout",
	"crittografi", "end-to-end versleuteld", "u\u00e7tan uca", "You were added", "You created group", " joined using this group", " left",
	" created group", " added ", " changed the subject", " changed this group", NULL };

bool phone_app_says(struct str line) { return any_inside(line, app_lines) || any_begins(line, notices); }

static const char *const deleted[] = { "This message was deleted", "You deleted this message", "Diese Nachricht wurde gel\u00f6scht",
	"Du hast diese Nachricht gel\u00f6scht", "Se elimin\u00f3 este mensaje", "Este mensaje fue eliminado", "Eliminaste este mensaje",
	"Mensagem apagada", "Voc\u00ea apagou esta mensagem", "Essa mensagem foi apagada", "Ce message a \u00e9t\u00e9 supprim\u00e9",
	"Vous avez supprim\u00e9 ce message", "Questo messaggio \u00e8 stato eliminato", "Hai eliminato questo messaggio",
	"Dit bericht is verwijderd", "U hebt dit bericht verwijderd", "Pesan ini telah dihapus", "Pesan ini dihapus", "Anda menghapus pesan ini",
	"Bu mesaj silindi", "Bu mesaj\u0131 sildiniz", "\u0414\u0430\u043d\u043d\u043e\u0435 \u0441\u043e\u043e\u0431\u0449\u0435\u043d\u0438\u0435 \u0443\u0434\u0430\u043b\u0435\u043d\u043e",
	"\u092f\u0939 \u092e\u0948\u0938\u0947\u091c \u0939\u091f\u093e \u0926\u093f\u092f\u093e \u0917\u092f\u093e \u0925\u093e",
	"\u062a\u0645 \u062d\u0630\u0641 \u0647\u0630\u0647 \u0627\u0644\u0631\u0633\u0627\u0644\u0629", NULL };

static const char *const edited[] = { "<This message was edited>", "<Diese Nachricht wurde bearbeitet.>", "<Diese Nachricht wurde bearbeitet>",
	"<Se edit\u00f3 este mensaje.>", "<Se edit\u00f3 este mensaje>", "<Mensagem editada>", "<Ce message a \u00e9t\u00e9 modifi\u00e9>",
	"<Questo messaggio \u00e8 stato modificato>", "<Dit bericht is bewerkt>", "<Pesan ini diedit>", "<Bu mesaj d\u00fczenlendi>", NULL };

/* In the place of a picture, a recording, a file. */
static const char *const media[] = { "<Media omitted>", "<Medien ausgeschlossen>", "<Medien weggelassen>", "<Multimedia omitido>",
	"<Archivo omitido>", "<M\u00e9dias omis>", "<M\u00e9dia omis>", "<Fichier omis>", "<M\u00eddia oculta>", "<Arquivo de m\u00eddia oculto>",
	"<Ficheiro n\u00e3o revelado>", "<Media omessi>", "<Media omesso>", "<Media weggelaten>", "<Medya dahil edilmedi>",
	"<Media tidak disertakan>", "<Medya atland\u0131>", "<\u0411\u0435\u0437 \u043c\u0435\u0434\u0438\u0430\u0444\u0430\u0439\u043b\u043e\u0432>",
	"<\u092e\u0940\u0921\u093f\u092f\u093e \u0915\u0947 \u092c\u093f\u0928\u093e>",
	"<\u062a\u0645 \u0627\u0633\u062a\u0628\u0639\u0627\u062f \u0627\u0644\u0648\u0633\u0627\u0626\u0637>", "image omitted", "video omitted",
	"audio omitted", "sticker omitted", "GIF omitted", "document omitted", "Contact card omitted", "Bild weggelassen", "Video weggelassen",
	"Audio weggelassen", "Sticker weggelassen", "imagen omitida", "video omitido", "audio omitido", "sticker omitido",
	"imagem ocultada", "v\u00eddeo omitido", "\u00e1udio ocultado", "figurinha omitida", "image absente", "vid\u00e9o absente",
	"audio omis", "immagine omessa", "video omesso", "audio omesso", "afbeelding weggelaten", "video weggelaten", "audio weggelaten", NULL };

/* Behind a file's name, on its line. */
static const char *const attached_after[] = { "(file attached)", "(Datei angeh\u00e4ngt)", "(archivo adjunto)", "(arquivo anexado)",
	"(ficheiro anexado)", "(fichier joint)", "(file allegato)", "(bestand bijgevoegd)", "(file terlampir)", NULL };

/* Around it. */
static const char *const attached_in[] = { "<attached: ", "<Anhang: ", "<adjunto: ", "<anexado: ", "<pi\u00e8ce jointe\u00a0: ",
	"<pi\u00e8ce jointe : ", "<allegato: ", "<bijgevoegd: ", "<terlampir: ", NULL };

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
	for (const char *const *m = media; *m; m++) {
		if (!str_is(line, *m)) continue;
		*text = trim(str_cut(*text, behind, text->n), &ignored);
		return true;
	}
	for (const char *const *m = attached_after; *m; m++) {
		if (!str_ends(line, str_of(*m))) continue;
		*text = trim(str_cut(*text, behind, text->n), &ignored);
		return true;
	}
	for (const char *const *m = attached_in; *m && text->n; m++) {
		const char *const at = memmem(text->p, text->n, *m, strlen(*m));
		if (!at || text->p[text->n - 1] != '>') continue;
		*text = trim(str_cut(*text, 0, (size_t)(at - text->p)), &ignored);
		return true;
	}
	return false;
}

static bool is_deleted(struct str text)
{
	if (text.n && text.p[text.n - 1] == '.') text.n--;
	for (const char *const *m = deleted; *m; m++) if (str_is(text, *m)) return true;
	return false;
}

static void text_read(struct str text, struct phone_said *said)
{
	bool own = false, ignored;
	text = trim(text, &own);
	for (const char *const *m = edited; *m; m++) {
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
	if (!name.n || any_inside(name, not_names)) return;
	/* Somebody who is not among the owner's contacts. */
	if (name.p[0] == '~') name = trim(str_cut(name, 1, name.n), &ignored);
	if (!name.n) return;
	said->kind = PHONE_MESSAGE;
	said->author = name;
	text_read(str_cut(rest, end + 1, rest.n), said);
}
