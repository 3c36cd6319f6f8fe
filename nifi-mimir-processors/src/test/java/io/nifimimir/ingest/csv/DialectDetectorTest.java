/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.csv;

import io.nifimimir.ingest.AmbiguousContentException;
import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DialectDetectorTest {

    /** Texts as people's programs write them: name, charset, text, the columns, and the cells of one row. */
    static Stream<Arguments> texts() {
        return Stream.of(
                text("comma", "id,name\n1,a\n2,b\n", "id|name", "2|b"),
                text("comma and space", "name, city\nAli, Kabul\nSara, Herat\n", "name|city", "Sara| Herat"),
                text("semicolon", "id;name\n1;a\n2;b\n", "id|name", "2|b"),
                text("tab", "id\tname\n1\ta, b\n2\tc\n", "id|name", "2|c"),
                text("vertical bar", "id|name\n1|a\n2|b\n", "id|name", "2|b"),
                text("decimal commas", "day;amount\n2024-01-01;1,5\n2024-01-02;2,5\n", "day|amount", "2024-01-02|2.5"),
                text("thousands and decimal commas", "k;v\na;1.234,50\nb;2,25\n", "k|v", "b|2.25"),
                text("quoted decimal commas", "k,v\na,\"1,50\"\nb,\"2,25\"\n", "k|v", "b|2.25"),
                text("one column of decimal commas", "price\n12,50\n13,75\n", "price", "13.75"),
                text(
                        "one column of texts",
                        "comment\nyes, it was\nno\nlate, again, sorry\n",
                        "comment",
                        "late, again, sorry"),
                text("one column of numbers", "n\n1\n2\n", "n", "2"),
                text("delimiter line", "sep=;\na;b\n1;x,y\n2;z,t\n", "a|b", "2|z,t"),
                text("delimiter line with a rare one", "sep=^\na^b\n1^2\n3^4\n", "a|b", "3|4"),
                text("lists within cells", "id,genres\n1,x|y\n2,x\n3,y|z|x\n", "id|genres", "3|y|z|x"),
                text("semicolons within texts", "id,text\n1,\"a; b; c\"\n2,\"d; e\"\n", "id|text", "2|d; e"),
                text("JSON within cells", "id,json\n1,\"{\"\"a\"\":1,\"\"b\"\":2}\"\n2,{}\n", "id|json", "2|{}"),
                text("single quotes", "id,name\n1,'a,b'\n2,'c,d'\n", "id|name", "2|c,d"),
                text(
                        "single quotes around all",
                        "'id','kind'\n'1','left'\n'2','up, right'\n",
                        "id|kind",
                        "2|up, right"),
                text("single quotes around kinds", "n,kind\n1,'a-b'\n2,'c'\n3,'d''e'\n", "n|kind", "3|d'e"),
                text("apostrophes", "id,name\n1,D'Arcy\n2,'t Hooft\n", "id|name", "2|'t Hooft"),
                text(
                        "escaped quotes",
                        "id,name\n1,\"say \\\"a, b\\\" now\"\n2,\"c\"\n3,\"say \\\"d\\\", e\"\n",
                        "id|name",
                        "3|say \"d\", e"),
                text("paths", "id,folder\n1,\"C:\\data\\\"\n2,\"D:\\\"\n", "id|folder", "2|D:\\"),
                text("spaces before quotes", "id, name\n1, \"a, b\"\n2, \"c, d\"\n", "id|name", "2|c, d"));
    }

    /** Texts with more than a table in them, and in other charsets. */
    static Stream<Arguments> furtherTexts() {
        return Stream.of(
                text(
                        "comments",
                        "# made by hand\n# do not edit, please\nid,name\n1,a\n# a break\n2,b\n",
                        "id|name",
                        "2|b"),
                text("header in a comment", "# produced 2024\n#id,value\n1,2.5\n2,3.5\n", "id|value", "2|3.5"),
                text("column called number sign", "#,name\n1,a\n2,b\n", "#|name", "2|b"),
                text("colours", "name,colour\na,#ff0000\nb,#00ff00\n", "name|colour", "b|#00ff00"),
                text("hash in the first column", "tag,n\n#one,1\n#two,2\n", "tag|n", "#two|2"),
                text("titles", "Report of the field office\n\nsite;n\nA;1\nB;2\n", "site|n", "B|2"),
                text("titles with delimiters", "Report, 2024;;\nsite;n;m\nA;1;2\nB;2;3\n", "site|n|m", "B|2|3"),
                text("titles of several words", "Weekly report, week 3\nsite,n,m\nA,1,2\nB,2,3\n", "site|n|m", "B|2|3"),
                text("no header", "1;2;3\n4;5;6\n7;8;9\n", "column_1|column_2|column_3", "7|8|9"),
                text("carriage returns", "id,name\r1,a\r2,b\r", "id|name", "2|b"),
                text("carriage returns and line feeds", "id,name\r\n1,a\r\n2,b\r\n", "id|name", "2|b"),
                text("blank lines", "id,name\n\n1,a\n\n\n2,b\n\n", "id|name", "2|b"),
                text("breaks within quotes", "id,name\n1,\"a\nb\"\n2,\"c\r\nd\"\n", "id|name", "2|c\r\nd"),
                text("no line break at the end", "id,name\n1,a\n2,b", "id|name", "2|b"),
                text("delimiters at line ends", "id,name,\n1,a,\n2,b,\n", "id|name", "2|b"),
                text("empty cells", "id,a,b\n1,,\n2,,x\n", "id|a|b", "2|null|x"),
                text("repeated header", "id,n\n1,5\nid,n\n2,6\n", "id|n", "2|6"),
                text("tags", "region,n\n#adm1+name,#affected\nA,5\nB,6\n", "region|n", "B|6"),
                text("totals", "site,n,m\nA,1,2\nB,2,3\nTotal,3,5\n", "site|n|m", "B|2|3"),
                text("notes below", "site,n,m\nA,1,2\nB,2,3\n\nSource: the ministry, 2024\n", "site|n|m", "B|2|3"),
                text("notes with delimiters", "site;n;m\nA;1;2\nB;2;3\nSource: the ministry;;\n", "site|n|m", "B|2|3"),
                text("times", "at,n\n10:15,1\n10:30,2\n", "at|n", "10:30|2"),
                text(
                        "addresses",
                        "name;address\nA;Main Street 1, Kabul\nB;Side Street 2, Herat\n",
                        "name|address",
                        "B|Side Street 2, Herat"),
                text("currencies", "item;price\na;$1,000.50\nb;$2,000.00\n", "item|price", "b|$2,000.00"),
                text("percents", "item;share\na;12,5%\nb;7,5%\n", "item|share", "b|7,5%"),
                text(
                        "links",
                        "id,link\n1,http://example.org/?a=1;b=2\n2,http://example.org/?a=2;b=3\n",
                        "id|link",
                        "2|http://example.org/?a=2;b=3"),
                text(
                        "wide rows of one kind",
                        "a,b,c,d,e,f\n1,2,3,4,5,6\n7,8,9,10,11,12\n",
                        "a|b|c|d|e|f",
                        "7|8|9|10|11|12"),
                text(
                        "years over numbers",
                        "country;2019;2020\nA;1,5;2,5\nB;3,5;4,5\n",
                        "country|2019|2020",
                        "B|3.5|4.5"),
                text("quotes within words", "id,name\n1,5\" pipe\n2,3\" pipe\n", "id|name", "2|3\" pipe"),
                arguments(
                        "windows-1252",
                        "stadt;wert\nK\u00f6ln;1,5\nM\u00fcnchen;2,5\n",
                        "windows-1252",
                        "stadt|wert",
                        "M\u00fcnchen|2.5"),
                arguments(
                        "windows-1251",
                        "\u0433\u043e\u0440\u043e\u0434;\u0447\u0438\u0441\u043b\u043e\n"
                                + "\u041a\u0438\u0457\u0432;1\n\u0425\u0430\u0440\u043a\u0456\u0432;2\n\u041e\u0434\u0435\u0441\u0430;3\n"
                                        .repeat(5)
                                + "\u041b\u044c\u0432\u0456\u0432;4\n",
                        "windows-1251",
                        "\u0433\u043e\u0440\u043e\u0434|\u0447\u0438\u0441\u043b\u043e",
                        "\u041b\u044c\u0432\u0456\u0432|4"),
                arguments(
                        "UTF-16LE with mark",
                        "\ufeffid\tname\n1\t\u0627\n2\t\u0628\n",
                        "UTF-16LE",
                        "id|name",
                        "2|\u0628"),
                arguments(
                        "UTF-16BE with mark",
                        "\ufeffid\tname\n1\t\u0627\n2\t\u0628\n",
                        "UTF-16BE",
                        "id|name",
                        "2|\u0628"),
                arguments("UTF-16LE without mark", "id,name\n1,a\n2,b\n", "UTF-16LE", "id|name", "2|b"),
                arguments("UTF-8 with mark", "\ufeffid;name\n1;\u00e9\n2;\u00fc\n", "UTF-8", "id|name", "2|\u00fc"));
    }

    private static Arguments text(final String name, final String text, final String columns, final String lastRow) {
        return arguments(name, text, "UTF-8", columns, lastRow);
    }

    private static Arguments arguments(
            final String name, final String text, final String charset, final String columns, final String lastRow) {
        return Arguments.of(name, text.getBytes(Charset.forName(charset)), columns, lastRow);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"texts", "furtherTexts"})
    void dialectsAreTold(final String name, final byte[] content, final String columns, final String lastRow)
            throws IOException {
        final Converted converted = Converted.of(content, "table.csv", IngestOptions.DETECT_ALL);

        final List<String> names = converted.header().columns().stream()
                .map(column -> column.name())
                .toList();
        assertEquals(columns, String.join("|", names));
        assertEquals(
                lastRow,
                Stream.of(converted.rows().getLast())
                        .map(String::valueOf)
                        .reduce((left, right) -> left + "|" + right)
                        .orElseThrow());
    }

    static Stream<Arguments> ambiguousTexts() {
        return Stream.of(
                Arguments.of("two delimiters everywhere", "a,b;c,d\nx,y;z,t\nu,v;w,q\n"),
                Arguments.of("decimals or two columns of integers", "12,50\n13,75\n14,20\n"),
                Arguments.of("unquoted decimal commas", "day,value\n2024-01-01,12,50\n2024-01-02,13,75\n"),
                Arguments.of("row names without a name", "x,y\nfirst,1,2\nsecond,3,4\nthird,5,6\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ambiguousTexts")
    void nothingIsGuessed(final String name, final String text) {
        final AmbiguousContentException e = assertThrows(AmbiguousContentException.class, () -> Converted.of(text));

        assertTrue(e.readings().size() >= 2, e.getMessage());
        e.readings().forEach(reading -> assertTrue(reading.rows().size() > 1, reading.description()));
    }

    @Test
    void delimiterThatIsSetSettlesIt() throws IOException {
        final Converted converted = Converted.of(
                "12,50\n13,75\n14,20\n".getBytes(StandardCharsets.UTF_8),
                null,
                IngestOptions.DETECT_ALL.withCsv(CsvOptions.DETECT_ALL.withDelimiter(';')));

        assertEquals(List.of(12.5, 13.75, 14.2), converted.cells("column_1"));
    }

    @Test
    void headerThatIsSetMayHoldNumbers() throws IOException {
        final byte[] content = "1,2\n3,4\n5,6\n".getBytes(StandardCharsets.UTF_8);
        final CsvOptions comma = CsvOptions.DETECT_ALL.withDelimiter(',');

        final Converted present = Converted.of(content, null, IngestOptions.DETECT_ALL.withCsv(comma.withHeader(true)));
        final Converted absent = Converted.of(content, null, IngestOptions.DETECT_ALL.withCsv(comma.withHeader(false)));

        assertEquals(List.of(3L, 5L), present.cells("1"));
        assertEquals(List.of(1L, 3L, 5L), absent.cells("column_1"));
    }
}
