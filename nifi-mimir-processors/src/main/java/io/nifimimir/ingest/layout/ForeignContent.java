/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.layout;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Names content that no adapter reads, and says what to do with it: a person who sent a web page is not helped by the bytes it begins with. */
public final class ForeignContent {
    private static final String BY_RECORD_READER = "set Source Format to Record, with %s as its Record Reader";
    private static final String UNPACK = "unpack it before, such as with UnpackContent or CompressContent";
    private static final String EXPORT = "export it as XLSX or CSV";

    /** What files begin with, in the characters of ISO 8859-1. */
    private static final List<Kind> KINDS = List.of(
            new Kind("Obj\u0001", "an Avro file", BY_RECORD_READER.formatted("an AvroReader")),
            new Kind("PAR1", "a Parquet file", BY_RECORD_READER.formatted("a ParquetReader")),
            new Kind("ORC", "an ORC file", "convert it before, such as with ConvertORC"),
            new Kind("SQLite format 3", "an SQLite database", "read its tables with ExecuteSQL"),
            new Kind("\u0089PNG", "a PNG image", EXPORT),
            new Kind("\u00ff\u00d8\u00ff", "a JPEG image", EXPORT),
            new Kind("GIF8", "a GIF image", EXPORT),
            new Kind("7z\u00bc\u00af", "a 7z archive", UNPACK),
            new Kind("Rar!", "a RAR archive", UNPACK),
            new Kind("BZh", "a bzip2 file", UNPACK),
            new Kind("\u00fd7zXZ", "an xz file", UNPACK),
            new Kind("(\u00b5/\u00fd", "a Zstandard file", UNPACK),
            new Kind("\u001f\u009d", "a compress (.Z) file", UNPACK));

    private static final List<Kind> TEXTS = List.of(
            new Kind("<!doctype html", "an HTML page", EXPORT),
            new Kind("<html", "an HTML page", EXPORT),
            new Kind("<head", "an HTML page", EXPORT),
            new Kind("<body", "an HTML page", EXPORT),
            new Kind("<table", "an HTML page", EXPORT),
            new Kind("%pdf-", "a PDF document", EXPORT),
            new Kind("{\\rtf", "a document in rich text format", EXPORT),
            new Kind("<?xml", "XML", BY_RECORD_READER.formatted("an XMLReader")));

    private static final String WORKBOOK_IN_XML = "urn:schemas-microsoft-com:office:spreadsheet";

    /** Below this share of control characters a text is a damaged one; above it is no text. */
    private static final double MAX_CONTROL_SHARE = 0.05;

    private ForeignContent() {}

    /** What begins so, what it is, and what to do with it. */
    private record Kind(String beginning, String name, String advice) {
        String describe() {
            return "The content is %s: %s".formatted(name, advice);
        }
    }

    /** Says what a text is that would be taken for delimited text else; empty where it may be one. */
    public static Optional<String> describeText(final String text) {
        final String beginning = text.substring(0, Math.min(text.length(), 2_000))
                .replace("\ufeff", "")
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        if (beginning.startsWith("<?xml") && beginning.contains(WORKBOOK_IN_XML)) {
            return Optional.of(new Kind("<?xml", "a workbook in the XML of Excel 2003", "save it as XLSX").describe());
        }
        return TEXTS.stream()
                .filter(kind -> beginning.startsWith(kind.beginning()))
                .map(Kind::describe)
                .findFirst();
    }

    /** Says what the content is that begins with these bytes, as far as it can be told. */
    public static String describe(final byte[] prefix) {
        final String beginning = new String(prefix, StandardCharsets.ISO_8859_1);
        return KINDS.stream()
                .filter(kind -> beginning.startsWith(kind.beginning()))
                .map(Kind::describe)
                .findFirst()
                .or(() -> describeText(beginning))
                .or(() -> damage(beginning))
                .orElseGet(() -> "The content is none of CSV, Excel, JSON and Markdown: it begins with the bytes "
                        + hexadecimal(prefix));
    }

    private static Optional<String> damage(final String text) {
        final String plain = text.replaceFirst("^(\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)", "");
        if (plain.isBlank()) {
            return Optional.of("The file has nothing but white space: expected a table");
        }
        int line = 1;
        int lineStart = 0;
        int controls = 0;
        String first = "";
        for (int index = 0; index < plain.length(); index++) {
            final char character = plain.charAt(index);
            if (character == '\n') {
                line++;
                lineStart = index + 1;
            } else if (character < ' ' && character != '\r' && character != '\t' && character != '\f') {
                if (controls++ == 0) {
                    first = "Line %d, column %d: found the control character U+%04X, expected text"
                            .formatted(line, index - lineStart + 1, (int) character);
                }
            }
        }
        return controls > 0 && controls <= MAX_CONTROL_SHARE * plain.length() ? Optional.of(first) : Optional.empty();
    }

    private static String hexadecimal(final byte[] bytes) {
        final StringBuilder text = new StringBuilder();
        for (int index = 0; index < Math.min(bytes.length, 8); index++) {
            text.append(index == 0 ? "" : " ").append("%02X".formatted(bytes[index]));
        }
        return text.toString();
    }
}
