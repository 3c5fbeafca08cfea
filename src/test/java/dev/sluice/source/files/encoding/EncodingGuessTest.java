// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.encoding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Encodings of Latin letters are told by the words that they make. */
class EncodingGuessTest {
  private static final String POLISH =
      "id,miasto,imię\n1,Łódź,Michał\n2,Kraków,Małgorzata\n3,Gdańsk,Święta\n4,Wrocław,Żaneta\n5,Poznań,Grażyna\n6,Białystok,Łukasz\n7,Częstochowa,Agnieszka\n";
  private static final String CZECH =
      "id,město,jméno\n1,Plzeň,Jiří\n2,České Budějovice,Ondřej\n3,Hradec Králové,Lukáš\n4,Ústí nad Labem,Tomáš\n5,Třebíč,Zdeněk\n";
  private static final String HUNGARIAN =
      "id,város,név\n1,Győr,László\n2,Székesfehérvár,Ödön\n3,Hódmezővásárhely,Erzsébet\n4,Nyíregyháza,Fűző\n5,Pécs,Jenő\n";
  private static final String GERMAN =
      "id,Ort,Name\n1,München,Müller\n2,Köln,Groß\n3,Düsseldorf,Schäfer\n4,Nürnberg,Böhm\n";
  private static final String FRENCH =
      "id,ville,nom\n1,Besançon,Hélène\n2,Nîmes,Benoît\n3,Orléans,Zoë\n4,Sète,Thérèse\n5,Évreux,François\n6,Mâcon,Anaïs\n";
  private static final String SPANISH =
      "id,ciudad,nombre\n1,A Coruña,Núñez\n2,Logroño,Peña\n3,Málaga,García\n4,León,Muñoz\n";
  private static final String PORTUGUESE =
      "id,cidade,nome\n1,São Paulo,João\n2,Guimarães,Conceição\n3,Évora,Inês\n4,Maranhão,Simões\n";
  private static final String DANISH =
      "id,by,navn\n1,Århus,Søren\n2,Køge,Åse\n3,Tønder,Bjørn\n4,Næstved,Mærsk\n";
  private static final String TURKISH =
      "id,şehir,ad\n1,İstanbul,Ayşe\n2,Diyarbakır,Işıl\n3,Eskişehir,Çağrı\n4,Muğla,Gökçe\n";
  private static final String LITHUANIAN =
      "id,miestas,vardas\n1,Šiauliai,Žemaitė\n2,Klaipėda,Jūratė\n3,Panevėžys,Rūta\n4,Mažeikiai,Šarūnas\n";

  private static String text(String language) {
    return switch (language) {
      case "Polish" -> POLISH;
      case "Czech" -> CZECH;
      case "Hungarian" -> HUNGARIAN;
      case "German" -> GERMAN;
      case "French" -> FRENCH;
      case "Spanish" -> SPANISH;
      case "Portuguese" -> PORTUGUESE;
      case "Danish" -> DANISH;
      case "Turkish" -> TURKISH;
      default -> LITHUANIAN;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "Polish, windows-1250",
    "Polish, ISO-8859-2",
    "Czech, windows-1250",
    "Czech, ISO-8859-2",
    "Hungarian, windows-1250",
    "German, windows-1252",
    "French, windows-1252",
    "Spanish, windows-1252",
    "Portuguese, windows-1252",
    "Danish, windows-1252",
    "Turkish, windows-1254",
    "Lithuanian, windows-1257"
  })
  void tellsEncodingsOfLatinLettersByTheirWords(String language, String encoding) {
    byte[] bytes = text(language).getBytes(Charset.forName(encoding));
    EncodingGuess guess = EncodingGuess.of(bytes, false);
    assertThat(guess.name(), is(encoding));
    assertThat(guess.others(), is(empty()));
  }

  /** Hungarian has no letter that the two write with other bytes. */
  @Test
  void takesTheMoreUsualOfTwoThatMakeTheSame() {
    byte[] bytes = HUNGARIAN.getBytes(Charset.forName("ISO-8859-2"));
    EncodingGuess guess = EncodingGuess.of(bytes, false);
    assertThat(new String(bytes, Charset.forName(guess.name())), is(HUNGARIAN));
  }

  @Test
  void namesOthersWhereFewLettersTellNothing() {
    EncodingGuess guess =
        EncodingGuess.of("id,a\n1,Espa\u00f1a\n".getBytes(Charset.forName("windows-1252")), false);
    assertThat(guess.name(), is("windows-1252"));
    assertThat(guess.others(), is(not(empty())));
    assertThat(guess.isClear(), is(false));
  }

  @Test
  void isUtf8WhereverItCanBe() {
    assertThat(
        EncodingGuess.of(POLISH.getBytes(UTF_8), false),
        is(new EncodingGuess("UTF-8", List.of(), "", true)));
  }
}
