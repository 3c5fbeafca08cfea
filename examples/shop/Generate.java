// SPDX-License-Identifier: Apache-2.0

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Makes the shop's data, faults included, and says what a run must count.
 *
 * <p>Usage: {@code java examples/shop/Generate.java [ORDERS] [SEED] [DIR]}. The same arguments give
 * the same bytes. ORDERS should be 1000 or more: each kind of fault comes at least once, and the
 * pipeline tolerates a share of them.
 */
class Generate {
  private static final Instant OPENING = Instant.parse("2026-01-01T00:00:00Z");
  private static final int DAYS = 60;
  private static final int ORDER_FILES = 4;
  private static final int PAYMENT_FILES = 2;
  private static final List<String> STATUSES =
      List.of("placed", "shipped", "returned", "cancelled");
  private static final List<String> METHODS = List.of("card", "transfer", "voucher");
  private static final List<String> COUNTRIES = List.of("DE", "FR", "GB", "PL", "CH", "SE", "US");

  /** Escaped, for the launcher reads this file in the platform's charset. */
  private static final List<String> NAMES =
      List.of(
          "Ann",
          "Zo\u00EB",
          "\u0141ukasz",
          "O'Neil",
          "Smith, Jo",
          "Ada \"Countess\" L.",
          "\u5F20\u4F1F",
          "Max");

  private static final Map<String, String> RATES =
      new TreeMap<>(
          Map.of(
              "EUR", "1.000000",
              "USD", "0.921400",
              "GBP", "1.170250",
              "CHF", "1.061000",
              "PLN", "0.231870",
              "SEK", "0.087950"));

  /** Stands for a byte that is no UTF-8. */
  private static final char BAD_BYTE = '\uE000';

  private final int size;
  private final Random random;
  private final Path folder;
  private final Map<String, Tally> tallies = new LinkedHashMap<>();
  private final Map<Long, Order> orders = new TreeMap<>();
  private final Map<Long, Customer> customers = new TreeMap<>();

  private Generate(int size, long seed, Path folder) {
    this.size = size;
    this.random = new Random(seed);
    this.folder = folder;
  }

  public static void main(String[] args) throws IOException {
    int size = args.length > 0 ? Integer.parseInt(args[0]) : 5000;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : 20260101;
    Path folder = Path.of(args.length > 2 ? args[2] : "examples/shop/data");
    new Generate(size, seed, folder).run(seed);
  }

  private void run(long seed) throws IOException {
    currencies();
    customers();
    orders();
    payments();
    models();
    System.out.print(table());
    Files.writeString(folder.resolve("expected.json"), json(seed));
  }

  // What things are.

  private record Customer(long id, String name, String email, String country, Instant updated) {
    String csv() {
      return String.join(",", Long.toString(id), quoted(name), email, country, updated.toString());
    }
  }

  /** The note stands as it is in the file, quotes included. */
  private record Order(
      long id,
      long customer,
      String status,
      String currency,
      long cents,
      Times times,
      String note) {
    String csv() {
      return String.join(",", fields());
    }

    List<String> fields() {
      return new ArrayList<>(
          List.of(
              Long.toString(id),
              Long.toString(customer),
              status,
              currency,
              money(cents),
              times.placed().toString(),
              times.updated().toString(),
              note));
    }

    Order with(String newStatus, Instant updated) {
      Times newTimes = new Times(times.placed(), updated);
      return new Order(id, customer, newStatus, currency, cents, newTimes, note);
    }

    Order as(long newId) {
      return new Order(newId, customer, status, currency, cents, times, note);
    }
  }

  private record Times(Instant placed, Instant updated) {}

  /** What a run must count for one table, and the faults that were sown in it. */
  private static final class Tally {
    long read;
    long dead;
    long deduplicated;
    long filtered;
    final Map<String, Integer> faults = new LinkedHashMap<>();

    long published() {
      return read - dead - deduplicated - filtered;
    }

    List<Long> numbers() {
      return List.of(read, published(), dead, deduplicated, filtered);
    }
  }

  private Tally tally(String table) {
    return tallies.computeIfAbsent(table, t -> new Tally());
  }

  /** How often each kind of fault comes. */
  private int times() {
    return Math.max(1, size / 1000);
  }

  // Currencies: six rows without a fault.

  private void currencies() throws IOException {
    List<String> lines = new ArrayList<>(List.of("code,rate_to_eur"));
    RATES.forEach((code, rate) -> lines.add(code + "," + rate));
    tally("currencies").read = RATES.size();
    write("currencies.csv", lines, "\n");
  }

  // Customers: one file with a byte order mark and Windows line ends.

  private void customers() throws IOException {
    Tally tally = tally("customers");
    List<String> lines = new ArrayList<>();
    int count = Math.max(10, size * 4 / 25);
    for (int id = 1; id <= count; id++) {
      Customer customer = customer(id);
      customers.put((long) id, customer);
      lines.add(customer.csv());
    }
    tally.read = count;
    for (int i = 0; i < count / 40; i++) {
      long id = 1 + random.nextInt(count);
      Customer last = customers.get(id);
      Instant moved = last.updated().plus(1 + random.nextInt(72), ChronoUnit.HOURS);
      Customer next = new Customer(id, last.name(), last.email(), pick(COUNTRIES), moved);
      customers.put(id, next);
      insert(lines, next.csv());
      tally.read++;
      tally.deduplicated++;
    }
    sow(tally, lines, customerFaults(), () -> customer(900_000 + tally.read).csv());
    lines.add(0, "\uFEFFcustomer_id,name,email,country,updated_at");
    write("customers.csv", lines, "\r\n");
  }

  private Customer customer(long id) {
    String email = random.nextInt(20) == 0 ? "" : "customer" + id + "@example.com";
    String name = random.nextInt(50) == 0 ? "" : pick(NAMES);
    return new Customer(
        id, name, email, pick(COUNTRIES), OPENING.plusSeconds(random.nextInt(86400)));
  }

  private Map<String, UnaryOperator<String>> customerFaults() {
    Map<String, UnaryOperator<String>> faults = new LinkedHashMap<>();
    faults.put("too many fields", line -> line + ",surplus");
    faults.put("wrong type", line -> "C" + line);
    faults.put("null in a required column", line -> line.substring(line.indexOf(',')));
    faults.put("broken rule", line -> line.replaceAll(",([A-Z]{2}),", ",$1X,"));
    return faults;
  }

  // Orders: four files, later versions of some of them, and every kind of fault a CSV file can
  // have.

  private void orders() throws IOException {
    List<List<String>> files = new ArrayList<>();
    for (int i = 0; i < ORDER_FILES; i++) {
      files.add(new ArrayList<>());
    }
    Tally tally = tally("orders");
    tally.read = size;
    for (int i = 0; i < size; i++) {
      Order order = order(100_000 + i);
      orders.put(order.id(), order);
      files.get((int) ((long) i * ORDER_FILES / size)).add(order.csv());
    }
    versions(files, tally);
    for (int i = 0; i < ORDER_FILES; i++) {
      int first = i;
      Map<String, UnaryOperator<String>> own = new LinkedHashMap<>();
      List<Map.Entry<String, UnaryOperator<String>>> all = List.copyOf(orderFaults().entrySet());
      for (int j = first; j < all.size(); j += ORDER_FILES) {
        own.put(all.get(j).getKey(), all.get(j).getValue());
      }
      sow(tally, files.get(i), own, this::victim);
    }
    List<String> last = files.get(ORDER_FILES - 1);
    last.add(field(victim(), 7, "\"never closed"));
    tally.read++;
    tally.dead++;
    tally.faults.put("quote that is never closed", 1);
    for (int i = 0; i < ORDER_FILES; i++) {
      files.get(i).add(0, "order_id,customer_id,status,currency,amount,placed_at,updated_at,note");
      write("orders/orders-" + (i + 1) + ".csv", files.get(i), "\n");
    }
  }

  private Order order(long id) {
    Instant placed = OPENING.plusSeconds(random.nextInt(DAYS * 86400));
    Instant updated = placed.plusSeconds(60 + random.nextInt(3 * 86400));
    boolean isStranger = random.nextInt(500) == 0; // for the check that only warns
    long customer = isStranger ? 800_000 + random.nextInt(9) : 1 + random.nextInt(customers.size());
    long cents = random.nextInt(1000) == 0 ? 900_000 : 100 + random.nextInt(40_000);
    String currency = random.nextBoolean() ? "EUR" : pick(List.copyOf(RATES.keySet()));
    return new Order(id, customer, status(), currency, cents, new Times(placed, updated), note(id));
  }

  private String status() {
    return STATUSES.get(List.of(0, 0, 0, 0, 1, 1, 1, 1, 2, 3).get(random.nextInt(10)));
  }

  private String note(long id) {
    return switch (random.nextInt(12)) {
      case 0 -> "\"\""; // an empty text, not null
      case 1 -> "NA"; // null, as the pipeline says
      case 2 -> "\"first line\nsecond line, with a comma\"";
      case 3 -> "\"say \"\"hello\"\" at the door\"";
      case 4 -> "note " + id;
      case 5 -> "f\u00FCr Zo\u00EB";
      default -> "";
    };
  }

  /** More versions of orders that exist: newer and older ones, near and far, and exact copies. */
  private void versions(List<List<String>> files, Tally tally) {
    List<Order> all = List.copyOf(orders.values());
    for (int i = 0; i < size / 30; i++) {
      Order known = orders.get(all.get(random.nextInt(all.size())).id());
      Instant updated = known.times().updated();
      Order version =
          switch (i % 3) {
            case 0 -> known.with(status(), updated.plusSeconds(1 + random.nextInt(86400)));
            case 1 -> known.with("placed", earlier(known.times()));
            default -> known;
          };
      if (version.times().updated().isAfter(updated)) {
        orders.put(version.id(), version);
      }
      boolean isNear = i % 2 == 0;
      int home = (int) ((version.id() - 100_000) * ORDER_FILES / size);
      insert(
          files.get(isNear ? home : (home + 1 + random.nextInt(3)) % ORDER_FILES), version.csv());
      tally.read++;
      tally.deduplicated++;
    }
  }

  /** An earlier update; never the same moment, so that it is clear which version wins. */
  private Instant earlier(Times times) {
    int seconds = (int) ChronoUnit.SECONDS.between(times.placed(), times.updated());
    return times.placed().plusSeconds(random.nextInt(seconds));
  }

  /** A good order that a fault will spoil: half are new, half the latest version of a known one. */
  private String victim() {
    long id = 100_000 + random.nextInt(size);
    Order known = orders.get(id);
    Instant updated = known.times().updated().plusSeconds(7 * 86400);
    Order order = known.with(known.status(), updated);
    return (random.nextBoolean() ? order.as(900_000 + tally("orders").read) : order).csv();
  }

  private Map<String, UnaryOperator<String>> orderFaults() {
    Map<String, UnaryOperator<String>> faults = new LinkedHashMap<>();
    faults.put("text after a closing quote", line -> field(line, 7, "\"rush\"x"));
    faults.put("too few fields", line -> line.substring(0, comma(line, 5)));
    faults.put("too many fields", line -> field(line, 7, "fine,surplus"));
    faults.put("wrong type", line -> field(line, 4, "abc"));
    faults.put("time that does not exist", line -> field(line, 5, "2026-02-30T10:00:00Z"));
    faults.put("null in a required column", line -> field(line, 1, ""));
    faults.put("unknown enum symbol", line -> field(line, 2, "lost"));
    faults.put("broken rule", line -> field(line, 4, "-5.00"));
    faults.put(
        "several faults at once", line -> field(field(field(line, 1, ""), 2, "lost"), 4, "abc"));
    faults.put("invalid UTF-8", line -> field(line, 7, "caf" + BAD_BYTE));
    return faults;
  }

  // Payments: two files of JSON lines.

  private void payments() throws IOException {
    List<List<String>> files = List.of(new ArrayList<>(), new ArrayList<>());
    Tally tally = tally("payments");
    int odd = 0;
    for (Order order : orders.values()) {
      if (!order.status().equals("cancelled")) {
        String line = payment(500_000 + tally.read, order);
        if (random.nextInt(100) == 0) {
          line = line.replace("}", ", \"device\": \"phone\"}");
          odd++;
        }
        files.get((int) (tally.read % PAYMENT_FILES)).add(line);
        tally.read++;
      }
    }
    Order any = orders.values().iterator().next();
    for (int i = 0; i < PAYMENT_FILES; i++) {
      sow(tally, files.get(i), paymentFaults(), () -> payment(900_000 + tally.read, any));
      write("payments/payments-" + (i + 1) + ".json", files.get(i), "\n");
    }
    tally.faults.put("unknown field (kept in the raw partition, no dead letter)", odd);
  }

  private String payment(long id, Order order) {
    return String.format(
        Locale.ROOT,
        "{\"payment_id\": %d, \"order_id\": %d, \"customer_id\": %d, \"method\": \"%s\","
            + " \"amount_eur\": %s, \"paid_at\": \"%s\"}",
        id,
        order.id(),
        order.customer(),
        pick(METHODS),
        money(100 + random.nextInt(40_000)),
        order.times().placed().plusSeconds(random.nextInt(7200)));
  }

  private Map<String, UnaryOperator<String>> paymentFaults() {
    Map<String, UnaryOperator<String>> faults = new LinkedHashMap<>();
    faults.put("JSON syntax error", line -> line.substring(0, line.length() - 20));
    faults.put("duplicate JSON key", line -> line.replace("}", ", \"amount_eur\": 1.00}"));
    faults.put("wrong type", line -> line.replaceAll("\"order_id\": \\d+", "\"order_id\": \"x\""));
    faults.put(
        "null in a required column", line -> line.replaceAll("(\"paid_at\": ).*}", "$1null}"));
    faults.put(
        "unknown enum symbol", line -> line.replaceAll("(\"method\": )\"\\w+\"", "$1\"barter\""));
    faults.put("broken rule", line -> line.replaceAll("(\"amount_eur\": )", "$1-"));
    faults.put("invalid UTF-8", line -> line.replaceAll("(\"method\": \")", "$1" + BAD_BYTE));
    return faults;
  }

  // Models: how many rows they make; what they hold is for other tests.

  private void models() {
    long cancelled = orders.values().stream().filter(o -> o.status().equals("cancelled")).count();
    tally("clean_orders").read = orders.size();
    tally("clean_orders").filtered = cancelled;
    Set<Instant> days = new HashSet<>();
    for (Order order : orders.values()) {
      if (!order.status().equals("cancelled")) {
        days.add(order.times().placed().truncatedTo(ChronoUnit.DAYS));
      }
    }
    tally("daily_revenue").read = days.size();
    tally("customer_value").read = customers.size();
  }

  // Faults, text and files.

  private interface Good {
    String line();
  }

  /** Puts records with each of the faults at random places. */
  private void sow(
      Tally tally, List<String> lines, Map<String, UnaryOperator<String>> faults, Good good) {
    faults.forEach(
        (name, fault) -> {
          for (int i = 0; i < times(); i++) {
            insert(lines, fault.apply(good.line()));
            tally.read++;
            tally.dead++;
            tally.faults.merge(name, 1, Integer::sum);
          }
        });
  }

  private void insert(List<String> lines, String line) {
    lines.add(random.nextInt(lines.size() + 1), line);
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static String money(long cents) {
    return String.format(Locale.ROOT, "%d.%02d", cents / 100, cents % 100);
  }

  /** Quotes a text where it must be, and an empty one so that it is not null. */
  private static String quoted(String text) {
    boolean isPlain = !text.isEmpty() && text.indexOf(',') < 0 && text.indexOf('"') < 0;
    return isPlain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  /** Where the n-th comma is; the first seven fields of an order hold no other. */
  private static int comma(String line, int n) {
    int at = -1;
    for (int i = 0; i < n; i++) {
      at = line.indexOf(',', at + 1);
    }
    return at;
  }

  /** An order's line with another text in one field. */
  private static String field(String line, int index, String text) {
    int from = index == 0 ? 0 : comma(line, index) + 1;
    int to = index == 7 ? line.length() : comma(line, index + 1);
    return line.substring(0, from) + text + line.substring(to);
  }

  private void write(String name, List<String> lines, String end) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String line : lines) {
      String[] parts = (line + end).split(String.valueOf(BAD_BYTE), -1);
      for (int i = 0; i < parts.length; i++) {
        if (i > 0) {
          bytes.write(0xE9);
        }
        bytes.writeBytes(parts[i].getBytes(StandardCharsets.UTF_8));
      }
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes.toByteArray());
  }

  private String table() {
    StringBuilder text =
        new StringBuilder("| table | read | published | dead | deduplicated | filtered |\n");
    text.append("| --- | --: | --: | --: | --: | --: |\n");
    tallies.forEach(
        (table, tally) -> {
          StringJoiner row = new StringJoiner(" | ", "| ", " |\n").add(table);
          tally.numbers().forEach(n -> row.add(n.toString()));
          text.append(row);
        });
    text.append("\n| table | fault | records |\n| --- | --- | --: |\n");
    tallies.forEach(
        (table, tally) ->
            tally.faults.forEach(
                (fault, count) ->
                    text.append("| " + table + " | " + fault + " | " + count + " |\n")));
    return text.toString();
  }

  private String json(long seed) {
    List<String> names = List.of("read", "published", "dead", "deduplicated", "filtered");
    StringJoiner tables = new StringJoiner(",\n");
    tallies.forEach(
        (table, tally) -> {
          StringJoiner numbers = new StringJoiner(", ", "{", "}");
          for (int i = 0; i < names.size(); i++) {
            numbers.add("\"" + names.get(i) + "\": " + tally.numbers().get(i));
          }
          tables.add("    \"" + table + "\": " + numbers);
        });
    return "{\n  \"orders\": %d,\n  \"seed\": %d,\n  \"tables\": {\n%s\n  }\n}\n"
        .formatted(size, seed, tables);
  }
}
