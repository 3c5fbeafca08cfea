// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.notify;

import dev.sluice.store.disk.Folders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file to which messages are appended, one line of JSON each. */
final class NoticeFile {
  private NoticeFile() {}

  /** Appends a message and waits until it is on disk; a line that was cut short is ended first. */
  static void append(String file, Message message) throws IOException {
    Path path = Path.of(file);
    Folders.make(Folders.of(path));
    try (FileChannel channel =
            FileChannel.open(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock ignored = channel.lock()) {
      long end = channel.size();
      String line = (isCut(channel, end) ? "\n" : "") + message.json() + "\n";
      ByteBuffer rest = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (rest.hasRemaining()) {
        end += channel.write(rest, end);
      }
      Folders.sync(channel, path);
    }
    Folders.sync(Folders.of(path));
  }

  private static boolean isCut(FileChannel channel, long end) throws IOException {
    if (end == 0) {
      return false;
    }
    ByteBuffer last = ByteBuffer.allocate(1);
    return channel.read(last, end - 1) == 1 && last.get(0) != '\n';
  }
}
