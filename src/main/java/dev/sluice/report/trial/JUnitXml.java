// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.trial;

import dev.sluice.trial.CaseResult;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes what became of cases as builds read it: JUnit's XML, one suite for each file. */
public final class JUnitXml {
  private JUnitXml() {}

  public static String write(List<CaseResult> results) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      start(xml, "testsuites", results);
      Map<String, List<CaseResult>> files =
          results.stream()
              .collect(
                  Collectors.groupingBy(
                      result -> result.test().position().file(),
                      LinkedHashMap::new,
                      Collectors.toList()));
      for (Map.Entry<String, List<CaseResult>> file : files.entrySet()) {
        start(xml, "testsuite", file.getValue());
        xml.writeAttribute("name", file.getKey());
        for (CaseResult result : file.getValue()) {
          test(xml, result);
        }
        xml.writeEndElement();
      }
      xml.writeEndElement();
      xml.writeCharacters("\n");
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  private static void start(XMLStreamWriter xml, String name, List<CaseResult> results)
      throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeAttribute("tests", Integer.toString(results.size()));
    long failed = results.stream().filter(result -> !result.isPassed()).count();
    xml.writeAttribute("failures", Long.toString(failed));
    double seconds =
        results.stream().mapToDouble(result -> result.time().toMillis() / 1000.0).sum();
    xml.writeAttribute("time", seconds(seconds));
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }

  private static void test(XMLStreamWriter xml, CaseResult result) throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("name", clean(result.test().name()));
    xml.writeAttribute("classname", result.test().subject());
    xml.writeAttribute("file", result.test().position().file());
    xml.writeAttribute("line", Integer.toString(result.test().position().line()));
    xml.writeAttribute("time", seconds(result.time().toMillis() / 1000.0));
    if (!result.isPassed()) {
      String text = clean(TrialReport.difference(result));
      xml.writeStartElement("failure");
      xml.writeAttribute("message", text.lines().findFirst().orElse("").strip());
      xml.writeCharacters(text);
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  /** XML has no way to say some characters. */
  private static String clean(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().map(c -> isSayable(c) ? c : '?').forEach(out::appendCodePoint);
    return out.toString();
  }

  private static boolean isSayable(int c) {
    return c == '\n'
        || c == '\t'
        || (c >= 0x20 && c <= 0xd7ff)
        || (c >= 0xe000 && c <= 0xfffd)
        || c >= 0x10000;
  }
}
