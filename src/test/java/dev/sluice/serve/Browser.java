// SPDX-License-Identifier: Apache-2.0
package dev.sluice.serve;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends requests as they are written, those too that no library would send. */
final class Browser {
  private final URI address;
  private final Map<String, String> headers = new LinkedHashMap<>();

  Browser(String address) {
    this.address = URI.create(address);
    headers.put("Host", this.address.getAuthority());
  }

  String address() {
    return address.toString();
  }

  /** The same, with a header of its own. */
  Browser with(String name, String value) {
    Browser other = new Browser(address.toString());
    other.headers.putAll(headers);
    other.headers.put(name, value);
    return other;
  }

  /** What came. */
  record Got(int status, String head, String body) {
    /** Where it leads. */
    String location() {
      Matcher found = Pattern.compile("(?im)^location: (\\S+)").matcher(head);
      return found.find() ? found.group(1) : "";
    }
  }

  /** Reads a page behind the token. */
  Got get(String place) {
    return send("GET", address.getRawPath() + place, "");
  }

  /** Sends a form to a place behind the token. */
  Got post(String place, Map<String, String> form) {
    StringBuilder body = new StringBuilder();
    form.forEach(
        (name, value) ->
            body.append(body.isEmpty() ? "" : "&")
                .append(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return send("POST", address.getRawPath() + place, body.toString());
  }

  Got send(String method, String path, String body) {
    try (Socket socket = new Socket("127.0.0.1", address.getPort())) {
      StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
      headers.forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      request.append("Content-Length: " + bytes.length + "\r\nConnection: close\r\n\r\n");
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int end = all.indexOf("\r\n\r\n");
      String head = all.substring(0, end);
      return new Got(Integer.parseInt(head.split(" ", 3)[1]), head, all.substring(end + 4));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A hidden field of a page's form. */
  static String hidden(String page, String name) {
    Matcher found = Pattern.compile("name=\"%s\" value=\"([^\"]*)\"".formatted(name)).matcher(page);
    if (!found.find()) {
      throw new AssertionError("no field " + name + " in " + page);
    }
    return found.group(1);
  }
}
