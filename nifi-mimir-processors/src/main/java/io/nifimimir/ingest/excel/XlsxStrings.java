/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

/** Reads the part of a workbook that holds the strings which its cells share. */
final class XlsxStrings {
    /** How characters are written that XML has no place for; ECMA-376, part 1, 22.9.2.19. */
    private static final Pattern ESCAPE = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    private static final int MEMORY_BYTES = 16 * 1024 * 1024;

    private XlsxStrings() {}

    /**
     * Reads all strings.
     *
     * @param part is closed; null where the workbook has none
     */
    static StringStore read(final InputStream part) throws IOException, XMLStreamException {
        final StringStore strings = new StringStore(MEMORY_BYTES);
        if (part == null) {
            return strings;
        }
        boolean complete = false;
        try (XmlPart xml = new XmlPart(part)) {
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT && xml.name().equals("si")) {
                    strings.add(unescape(readItem(xml)));
                }
            }
            complete = true;
            return strings;
        } finally {
            if (!complete) {
                strings.close();
            }
        }
    }

    /** The runs of a text with several fonts belong together; how it is pronounced does not belong to it. */
    private static String readItem(final XmlPart xml) throws IOException, XMLStreamException {
        final StringBuilder text = new StringBuilder();
        boolean inText = false;
        boolean inPhonetic = false;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    inPhonetic |= xml.name().equals("rPh");
                    inText = xml.name().equals("t") && !inPhonetic;
                }
                case XMLStreamConstants.CHARACTERS -> text.append(inText ? xml.text() : "");
                case XMLStreamConstants.END_ELEMENT -> {
                    inText = false;
                    inPhonetic &= !xml.name().equals("rPh");
                    if (xml.name().equals("si")) {
                        return text.toString();
                    }
                }
                default -> {}
            }
        }
        return text.toString();
    }

    static String unescape(final String text) {
        return text.contains("_x")
                ? ESCAPE.matcher(text)
                        .replaceAll(escape ->
                                Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))))
                : text;
    }
}
