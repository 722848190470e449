/* wiki_names.c -- the names of namespaces: "User talk:X" is a page of namespace 3, in whatever language the dump is.
 * Knows English, a few languages' feminine forms and what the dump says of itself; does not know what is on such pages. */
#include "wiki.h"

static const struct { const char *name; int key; } known[] = {
	{ "User", 2 }, { "User talk", 3 }, { "Special", -1 }, { "Media", -2 }, { "Talk", 1 }, { "Project", 4 }, { "Project talk", 5 },
	{ "File", 6 }, { "File talk", 7 }, { "Image", 6 }, { "Image talk", 7 }, { "MediaWiki", 8 }, { "MediaWiki talk", 9 },
	{ "Template", 10 }, { "Template talk", 11 }, { "Help", 12 }, { "Help talk", 13 }, { "Category", 14 }, { "Category talk", 15 },
	{ "Wikipedia", 4 }, { "Wikipedia talk", 5 }, { "Portal talk", 101 }, { "Draft talk", 119 },
	{ "Benutzer", 2 }, { "Benutzerin", 2 }, { "Benutzer Diskussion", 3 }, { "Benutzerin Diskussion", 3 }, { "BD", 3 }, { "Spezial", -1 },
	{ "Datei", 6 }, { "Bild", 6 }, { "Fichier", 6 }, { "Archivo", 6 }, { "Immagine", 6 }, { "Ficheiro", 6 }, { "Bestand", 6 }, { "Plik", 6 },
	{ "Kategorie", 14 }, { "Cat\xc3\xa9gorie", 14 }, { "Categor\xc3\xad" "a", 14 }, { "Categoria", 14 }, { "Categorie", 14 },
	{ "Kategoria", 14 }, { "Utilisateur", 2 }, { "Utilisatrice", 2 }, { "Discussion utilisateur", 3 }, { "Discussion utilisatrice", 3 },
	{ "Usuario", 2 }, { "Usuaria", 2 }, { "Usuario discusi\xc3\xb3n", 3 }, { "Usuaria discusi\xc3\xb3n", 3 },
	{ "Utente", 2 }, { "Discussioni utente", 3 }, { "Usu\xc3\xa1rio", 2 }, { "Usu\xc3\xa1ria", 2 }, { "Gebruiker", 2 },
	{ "Overleg gebruiker", 3 }, { "Wikipedysta", 2 }, { "Wikipedystka", 2 }, { "Dyskusja wikipedysty", 3 }, { "Anv\xc3\xa4ndare", 2 },
	{ "\xd0\xa3\xd1\x87\xd0\xb0\xd1\x81\xd1\x82\xd0\xbd\xd0\xb8\xd0\xba", 2 },
	{ "\xd0\xa3\xd1\x87\xd0\xb0\xd1\x81\xd1\x82\xd0\xbd\xd0\xb8\xd1\x86\xd0\xb0", 2 }
};

/* Bytes beyond ASCII as they are: the dump writes its own names the one way. */
static char folded(char c)
{
	return c == '_' ? ' ' : c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool alike(struct str a, struct str b)
{
	if (a.n != b.n) return false;
	for (size_t i = 0; i < a.n; i++) if (folded(a.p[i]) != folded(b.p[i])) return false;
	return true;
}

void wiki_names_add(struct wiki_names *names, struct str name, int key)
{
	if (!name.n || names->spaces == WIKI_NAMESPACES) return;
	names->space[names->spaces].name = arena_copy(&names->arena, name);
	names->space[names->spaces++].key = key;
}

void wiki_names_free(struct wiki_names *names) { arena_free(&names->arena); }

int wiki_namespace(const struct wiki_names *names, struct str target, struct str *rest)
{
	target = str_trim(target);
	if (target.n && target.p[0] == ':') target = str_trim(str_cut(target, 1, target.n));
	*rest = target;
	const char *const colon = memchr(target.p ? target.p : "", ':', target.n < WIKI_NAME ? target.n : WIKI_NAME);
	if (!colon) return 0;
	const struct str name = str_trim((struct str){ target.p, (size_t)(colon - target.p) });
	const struct str behind = str_trim(str_cut(target, (size_t)(colon - target.p) + 1, target.n));
	for (uint32_t i = 0; names && i < names->spaces; i++) {
		if (!alike(name, names->space[i].name)) continue;
		*rest = behind;
		return names->space[i].key;
	}
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (!alike(name, str_of(known[i].name))) continue;
		*rest = behind;
		return known[i].key;
	}
	return 0;
}

struct str wiki_user(const struct wiki_names *names, struct str target)
{
	struct str name;
	const int key = wiki_namespace(names, target, &name);
	size_t n = 0;
	if (key == WIKI_SPECIAL) {
		const char *const slash = memchr(name.p, '/', name.n);
		if (!slash) return (struct str){ NULL, 0 };
		name = str_trim(str_cut(name, (size_t)(slash - name.p) + 1, name.n));
	} else if (key != WIKI_USER && key != WIKI_USER_TALK) {
		return (struct str){ NULL, 0 };
	}
	while (n < name.n && !strchr("/#|[]{}<>", name.p[n])) n++;
	name = str_trim(str_cut(name, 0, n));
	return name.n && name.n < WIKI_NAME ? name : (struct str){ NULL, 0 };
}
