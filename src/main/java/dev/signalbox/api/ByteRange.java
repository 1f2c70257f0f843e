package dev.signalbox.api;

import java.util.regex.Pattern;

/// A part of something that has bytes, as the header `Range` asks for it (RFC 9110).
///
/// @param from the offset of the first byte
/// @param to the offset after the last one
record ByteRange(long from, long to) {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /// What `header` asks of bytes that are there from `start` on to `end`; all of them if it is empty.
    ///
    /// @throws Problem.Thrown if it is no range, or none of its bytes are there
    static ByteRange of(String header, long start, long end) {
        if (header.isEmpty()) {
            return new ByteRange(start, end);
        }
        var match = RANGE.matcher(header.strip());
        if (!match.matches() || header.strip().equals("bytes=-")) {
            throw Problem.badRequest("Range is " + Request.quoted(header)
                            + ". Allowed: one range, such as bytes=0-999, bytes=1000- or bytes=-1000")
                    .thrown();
        }
        var first = match.group(1);
        var last = match.group(2);
        var from = first.isEmpty() ? Math.max(start, end - Long.parseLong(last)) : Long.parseLong(first);
        var to = first.isEmpty() || last.isEmpty() ? end : Math.min(end, Long.parseLong(last) + 1);
        if (from < start || from >= to) {
            throw Problem.notSatisfiable("the bytes from " + start + " on and before " + end + " are there", end)
                    .thrown();
        }
        return new ByteRange(from, to);
    }

    /// The header `Content-Range`.
    String describe(long end) {
        return "bytes " + from + "-" + (to - 1) + "/" + end;
    }
}
