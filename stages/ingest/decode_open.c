/* decode_open.c -- which decoder belongs to which codec: the one place where a codec is added.
 * Knows their names; does not know how any of them works. */
#include "stream.h"

struct stream *decode_open(enum codec codec, struct stream *below, struct diag *diag)
{
	switch (codec) {
	case CODEC_GZIP:     return decode_gzip(below, diag);
	case CODEC_ZSTD:     return decode_zstd(below, diag);
	case CODEC_XZ:
	case CODEC_LZMA:
	case CODEC_LZIP:     return decode_xz(below, codec, diag);
	case CODEC_BZIP2:    return decode_bzip2(below, diag);
	case CODEC_LZ4:      return decode_lz4(below, diag);
	case CODEC_COMPRESS: return decode_compress(below, diag);
	case CODEC_NONE:     break;
	}
	return below;
}
