/* bench_bare.c -- the least that reading an archive takes: libarchive alone, to the last byte of every file.
 * Knows libarchive; does not know credence, which is measured against it.
 *
 * bench_bare FILE... prints for each: path, files, bytes of them, and "whole", or what libarchive said where it stopped. Text
 * formats (mtree, warc) and filters that start programs are left out. */
#include <archive.h>
#include <archive_entry.h>
#include <stdint.h>
#include <stdio.h>

enum { BLOCK = 256 << 10 };

struct tally { uint64_t files, bytes; const char *said; };

static struct archive *archive_new(void)
{
	struct archive *const a = archive_read_new();
	if (!a) return NULL;
	archive_read_support_filter_gzip(a);
	archive_read_support_filter_bzip2(a);
	archive_read_support_filter_compress(a);
	archive_read_support_filter_lzma(a);
	archive_read_support_filter_xz(a);
	archive_read_support_filter_lzip(a);
	archive_read_support_filter_lz4(a);
	archive_read_support_filter_zstd(a);
	archive_read_support_format_tar(a);
	archive_read_support_format_zip(a);
	archive_read_support_format_7zip(a);
	archive_read_support_format_cpio(a);
	archive_read_support_format_rar(a);
	archive_read_support_format_rar5(a);
	archive_read_support_format_cab(a);
	archive_read_support_format_lha(a);
	archive_read_support_format_iso9660(a);
	archive_read_support_format_xar(a);
	archive_read_support_format_ar(a);
	return a;
}

static int entry_read(struct archive *a, struct tally *t)
{
	const void *block;
	size_t n;
	la_int64_t at;
	int said;
	while ((said = archive_read_data_block(a, &block, &n, &at)) == ARCHIVE_OK || said == ARCHIVE_WARN) t->bytes += n;
	return said == ARCHIVE_EOF ? ARCHIVE_OK : said;
}

static void archive_read_all(struct archive *a, struct tally *t)
{
	struct archive_entry *entry;
	int said = ARCHIVE_OK;
	while (said == ARCHIVE_OK && ((said = archive_read_next_header(a, &entry)) == ARCHIVE_OK || said == ARCHIVE_WARN)) {
		said = ARCHIVE_OK;
		if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) || archive_entry_is_data_encrypted(entry)) continue;
		said = entry_read(a, t);
		t->files += said == ARCHIVE_OK;
	}
	if (said != ARCHIVE_EOF) t->said = archive_error_string(a) ? archive_error_string(a) : "stopped";
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		struct archive *const a = archive_new();
		struct tally t = { .said = "whole" };
		if (!a) return 1;
		if (archive_read_open_filename(a, argv[i], BLOCK) == ARCHIVE_OK) archive_read_all(a, &t);
		else t.said = archive_error_string(a);
		printf("%s\t%llu\t%llu\t%s\n", argv[i], (unsigned long long)t.files, (unsigned long long)t.bytes, t.said);
		archive_read_free(a);
	}
	return 0;
}
