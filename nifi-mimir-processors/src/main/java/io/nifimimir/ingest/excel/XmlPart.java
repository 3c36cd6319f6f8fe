/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.ingest.IngestException;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** A part of a workbook as a stream of XML, without document types, so that no entity is expanded or fetched. */
final class XmlPart implements Closeable {
    private final InputStream input;
    private final XMLStreamReader xml;

    /** @param input is closed with the part, and where this constructor fails */
    XmlPart(final InputStream input) throws IOException, XMLStreamException {
        this.input = input;
        boolean opened = false;
        try {
            final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            factory.setProperty(XMLInputFactory.IS_COALESCING, true);
            xml = factory.createXMLStreamReader(input);
            opened = true;
        } finally {
            if (!opened) {
                input.close();
            }
        }
    }

    boolean hasNext() throws XMLStreamException {
        return xml.hasNext();
    }

    /** @return an event of {@link XMLStreamConstants} */
    int next() throws IngestException, XMLStreamException {
        final int event = xml.next();
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new IngestException(
                    "The workbook declares a document type or an entity in its XML, which Excel never does: it is not read");
        }
        return event;
    }

    /** The name of the element that the part stands at. */
    String name() {
        return xml.getLocalName();
    }

    String text() {
        return xml.getText();
    }

    /** An attribute without a namespace, or null. */
    String attribute(final String name) {
        return xml.getAttributeValue(null, name);
    }

    String attribute(final String namespace, final String name) {
        return xml.getAttributeValue(namespace, name);
    }

    boolean isTrue(final String name) {
        final String value = attribute(name);
        return "1".equals(value) || "true".equals(value);
    }

    @Override
    public void close() throws IOException {
        try {
            xml.close();
        } catch (final XMLStreamException e) {
            throw new IOException("A part of the workbook cannot be closed", e);
        } finally {
            input.close();
        }
    }
}
