/* test_mail.c -- mailboxes, single mails and news articles: where they begin, and what is read out of headers and parts.
 * Knows the map of mails; the mails are written here. */
#include "layout_harness.h"
#include "mail.h"

static const struct layout_run box = { .path = "list.zip!talk.mbox" };
static const struct layout_run letter = { .path = "a/letter.eml" };

#define FROM_A "From ann@x.org Mon Jan  1 00:00:00 1996\n"
#define FROM_B "From bob@x.org Mon Jan  1 00:00:01 1996\n"

static void boundaries(void **state)
{
	(void)state;
	LAYOUT_EXPECT(box, FROM_A "From: Ann <ann@x.org>\nSubject: Re: 1\nMessage-ID: <1@x>\n\nhello\nFrom here on it is text.\n>From quoted\n\n"
		"From where I stand it is still text.\n\n" FROM_B "Subject: Re: 2\n\nbye\n",
		"mail\n"
		"1@0 1@x author=Ann thread=1@x 1996-01-01T00:00:00 \"hello\\nFrom here on it is text.\\nFrom quoted\\n\\n"
		"From where I stand it is still text.\"\n"
		"2@179 m#2 author=bob@x.org 1996-01-01T00:00:01 \"bye\"\n");
	LAYOUT_EXPECT(box, "From ann@x.org Mon Jan  1 00:00:00 1996\r\nSubject: Re: 1\r\n\r\nhello\r\n\r\nFrom bob@x.org Mon Jan  1 00:00:01 1996\r\n"
		"Subject: Re: 2\r\n\r\nbye\r\nyes\r\n",
		"mail\n1@0 m#1 author=ann@x.org 1996-01-01T00:00:00 \"hello\"\n"
		"2@68 m#2 author=bob@x.org 1996-01-01T00:00:01 \"bye\\nyes\"\n");
	LAYOUT_EXPECT(box, "From -1234567890123456789\nX-Google-Thread: f996b,1\nFrom: a@x.org\nNewsgroups: alt.test,alt.b\nSubject: claim\nDate: 1996/01/01\n"
		"Message-ID: <1@x>\n\nbody\n\nFrom 987654321\nFrom: b@x.org\nSubject: Re: claim\nReferences: <1@x>\nDate: Mon, 1 Jan 96 10:00:00 EST\n\n"
		"> body\nreply\n",
		"mail\n1@0 1@x author=a@x.org thread=1@x channel=alt.test 1996-01-01T00:00:00 \"claim\\n\\nbody\"\n"
		"2@149 m#2 author=b@x.org parent=1@x thread=1@x 1996-01-01T15:00:00Z \"> body\\nreply\"\n");
	LAYOUT_EXPECT(box, "From christian at \xe2\x80\x9c\\x.org\xe2\x80\x9d  Thu Jan 15 13:22:25 2015\nFrom: c at x.org (=?UTF-8?Q?J=c3=b6rg?=)\n\nhi\n\n"
		"From bob\nX-From-Line: bob\n\nonly a name before a header\n",
		"mail\n1@0 m#1 author=J\xc3\xb6rg 2015-01-15T13:22:25 \"hi\"\n"
		"2@103 m#2 author=bob \"only a name before a header\"\n");
	LAYOUT_EXPECT(letter, "From: an...@x.org (Ann B.)\n\nT\n", "mail\n1@0 m#1 author=Ann B. \"T\"\n");
	LAYOUT_EXPECT(letter, "From: \"B., Ann\" <an...@x.org>\n\nT\n", "mail\n1@0 m#1 author=B., Ann \"T\"\n");
	LAYOUT_EXPECT(letter, "From: an...@x.org\n\nT\n", "mail\n1@0 m#1 author=an...@x.org \"T\"\n");
	/* Saved with its separator, and with a patch attached. */
	LAYOUT_EXPECT(letter, FROM_A "Subject: Re: 1\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n>From here\n--b\nContent-Type: text/x-diff\n\n"
		FROM_B "Subject: [PATCH]\n\ndiff\n--b--\n",
		"mail\n1@0 m#1 author=ann@x.org 1996-01-01T00:00:00 \"hello\\nFrom here\"\n");
}

static void sizes(void **state)
{
	(void)state;
	struct layout_run run = box;
	run.record = 60;
	LAYOUT_EXPECT(run, FROM_A "a: 1234567890\n\n1234567890123456789012345678901234567890\n\n" FROM_B "a: b\n\nshort\n",
		"mail\n1@0 record_size at 0: longer than a record may be\n2@97 m#2 author=bob@x.org 1996-01-01T00:00:01 \"short\"\n");
	run = box;
	run.cut = true;
	LAYOUT_EXPECT(run, FROM_A "a: b\n\nwhole\n\n" FROM_B "a: b\n\nsho",
		"mail\n1@0 m#1 author=ann@x.org 1996-01-01T00:00:00 \"whole\"\n2@53 truncated at 0: the input ends inside this record\n");
}

static void no_mails(void **state)
{
	(void)state;
	static const char *const text[] = { "From here on it is a story.\nNothing else.\n", "Date: 2020\nServer: x\nContent-Type: text/html\n\n<p>",
		"HTTP/1.1 200 OK\nDate: Mon\nContent-Type: text/plain\n\nhi\n", "from: me\nto: you\nsubject: yaml\n", "---\nFrom: a\nTo: b\n",
		"Ann: hello\nBob: hi\nAnn: how are you\n", "Date: today\nLines: 3\n\nno letter\n" };
	const struct layout_run run = { .path = "x.zip!notes.bin" };
	for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
		struct mail_look look = mail_look_at(str_of(text[i]), true);
		assert_false(look.known >= 2 && look.letter > 0 && (!look.foreign || look.letter > 2));
	}
	LAYOUT_EXPECT(run, "\x01\x02\x03\x04", "unknown");
	const struct mail_look look = mail_look_at(str_of("From: a\nSubject: b\xff\n\tfolded\nX: y\n\nbody"), true);
	assert_int_equal(look.known, 2);
}

static void headers(void **state)
{
	(void)state;
	LAYOUT_EXPECT(letter, "Return-Path: <x@y>\nMESSAGE-ID:\n <1@x>\nFrom: \"M\xfcller, J.\" <jm@x.org>\nSubject: =?iso-8859-1?Q?Gr=FC=DFe?= an\n"
		" =?utf-8?B?YWxsZQ==?=\nDate: Tuesday, 02 Jan 2001 03:04 MET (local)\nList-Id: The list <list.x.org>\n\nText\n",
		"mail\n1@0 1@x author=M\xc3\xbcller, J. thread=1@x channel=list.x.org 2001-01-02T02:04:00Z repairs=1 \"Gr\xc3\xbc\xc3\x9f" "e an alle\\n\\nText\"\n");
	LAYOUT_EXPECT(letter, "From: a@x\nIn-Reply-To: Your message of Monday <ann@x> <2@x>\nReferences: <0@x> <1@x>\n <2@x>\nMessage-ID: <3@x>\n\nT\n",
		"mail\n1@0 3@x author=a@x parent=2@x thread=0@x \"T\"\n");
	LAYOUT_EXPECT(letter, "From: a@x\nIn-Reply-To: <2@x>\nSubject: not the first\n\nT\n", "mail\n1@0 m#1 author=a@x parent=2@x thread=2@x \"T\"\n");
	LAYOUT_EXPECT(letter, "From: a@x\nDate: 1 Jan 100 00:00:00 +0000\nSubject: Re: x\n\nT\n", "mail\n1@0 m#1 author=a@x 2000-01-01T00:00:00Z \"T\"\n");
	LAYOUT_EXPECT(letter, "From: a@x\nDate: Sat, 30 Feb 1996 00:00:00 PST\n\nT\n", "mail\n1@0 m#1 author=a@x bad_time \"T\"\n");
	LAYOUT_EXPECT(letter, "From: a@x\nDate: Sat, 3 Feb 1996 00:00:00 IST\n\nT\n", "mail\n1@0 m#1 author=a@x 1996-02-03T00:00:00 \"T\"\n");
}

static void kinds(void **state)
{
	(void)state;
	LAYOUT_EXPECT(letter, "From: a@x\nControl: cancel <1@x>\n\nT\n", "mail\n1@0 skipped control\n");
	LAYOUT_EXPECT(letter, "From: a@x\nX-Spam-Flag: YES\n\nT\n", "mail\n1@0 skipped spam\n");
	LAYOUT_EXPECT(letter, "From: MAILER-DAEMON@x\n\nT\n", "mail\n1@0 skipped bounce\n");
	LAYOUT_EXPECT(letter, "From: a@x\nX-Mozilla-Status: 0009\n\nT\n", "mail\n1@0 skipped expunged\n");
	LAYOUT_EXPECT(letter, "From: a@x\nX-Spam-Flag: NO\nX-Mozilla-Status: 0001\n\nT\n", "mail\n1@0 m#1 author=a@x \"T\"\n");
}

static void parts(void **state)
{
	(void)state;
	LAYOUT_EXPECT(letter, "From: a@x\nContent-Type: multipart/mixed; boundary=\"b\"\n\npreamble\n--b\nContent-Type: multipart/alternative; boundary=bb\n\n"
		"--bb\nContent-Type: text/html\n\n<p>no</p>\n--bb\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
		"caf=C3=A9 is=\n open\n--bb--\n--b\nContent-Type: text/plain\n\nfooter\n--b--\n", "mail\n1@0 m#1 author=a@x \"caf\xc3\xa9 is open\"\n");
	LAYOUT_EXPECT(letter, "From: a@x\nSubject: A & <b>\nContent-Type: text/html; charset=iso-8859-1\n\n<p>caf\xe9 <a href=\"http://e.x/\">l</a><script>x()</script></p>\n",
		"mail\n1@0 m#1 author=a@x \"A & <b>\\ncaf\xc3\xa9 l (http://e.x/)\"\n");
	LAYOUT_EXPECT(letter, "From: a@x\nContent-Type: text; charset=iso-8859-1\n\ncaf\xe9\n", "mail\n1@0 m#1 author=a@x \"caf\xc3\xa9\"\n");
	LAYOUT_EXPECT(letter, "From: a@x\nContent-Type: text\n\nold\n", "mail\n1@0 m#1 author=a@x \"old\"\n");
	LAYOUT_EXPECT(letter, "From: a@x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Disposition: attachment\n\nfile\n--b\n\nnot closed\n",
		"mail\n1@0 m#1 author=a@x \"not closed\"\n");
	LAYOUT_EXPECT(letter, "From: a@x\nContent-Type: multipart/mixed\n\n--x\nhi\n", "mail\n1@0 m#1 author=a@x repairs=1 \"--x\\nhi\"\n");
	LAYOUT_EXPECT(letter, "From: a@x\nContent-Type: text/plain; charset=x-klingon\n\nhi \xe9\n", "mail\n1@0 m#1 author=a@x repairs=2 \"hi \xc3\xa9\"\n");
	LAYOUT_EXPECT(letter, "From: a@x\nContent-Transfer-Encoding: base64\n\naGVsbG8gd29ybGQ=\n--\nlist footer\n", "mail\n1@0 m#1 author=a@x repairs=1 \"hello world\"\n");
	LAYOUT_EXPECT(letter, "From: a@x\nContent-Type: text/plain; charset=iso-2022-jp\n\n\x1b$B$3\x1b(B\n", "mail\n1@0 m#1 author=a@x \"\xe3\x81\x93\"\n");
	LAYOUT_EXPECT(letter, "From: a@x\nContent-Type: message/rfc822\n\nSubject: inner\nFrom: b@x\n\nsent on\n", "mail\n1@0 m#1 author=a@x \"sent on\"\n");
	LAYOUT_EXPECT(letter, "From: a@x\nContent-Type: text/plain; format=flowed\n\nThis line \ngoes on.\n> quoted \n> words\n>> deep \nmine\n-- \nsig\n",
		"mail\n1@0 m#1 author=a@x \"This line goes on.\\n> quoted words\\n>> deep \\nmine\\n> -- \\n> sig\"\n");
}

/* Built here, as nobody would write it. */
static void bombs(void **state)
{
	(void)state;
	struct buf b = { 0 };
	buf_put_z(&b, "From: a@x\n");
	for (unsigned i = 0; i < 100000; i++) buf_put_format(&b, "Content-Type: multipart/mixed; boundary=b%u\n\n--b%u\n", i, i);
	layout_expect(&letter, b.p, b.n, "mail\n1@0 form at 54: parts nested deeper than 64 levels\n");
	b.n = 0;
	buf_put_z(&b, "From: a@x\nContent-Type: multipart/mixed; boundary=b\n\n");
	for (unsigned i = 0; i < 500000; i++) buf_put_z(&b, "--b\n");
	layout_expect(&letter, b.p, b.n, "mail\n1@0 skipped no-text\n");
	b.n = 0;
	for (unsigned i = 0; i < 500000; i++) buf_put_z(&b, "From: a@x\n");
	buf_put_z(&b, "\nT");
	layout_expect(&letter, b.p, b.n, "mail\n1@0 m#1 author=a@x \"T\"\n");
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(boundaries), cmocka_unit_test(sizes), cmocka_unit_test(no_mails),
		cmocka_unit_test(headers), cmocka_unit_test(kinds), cmocka_unit_test(parts), cmocka_unit_test(bombs) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
