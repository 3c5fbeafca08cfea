// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.schema.TableSchema;

/**
 * Spells a contract as a property of a table: Iceberg knows nothing of symbols or personal data.
 */
final class ContractText {
  /** The property's name. */
  static final String PROPERTY = "sluice.contract";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .visibility(PropertyAccessor.GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .build();

  private ContractText() {}

  static String of(TableSchema contract) {
    try {
      return JSON.writeValueAsString(contract);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A contract is plain text", e);
    }
  }

  static TableSchema read(String text) {
    try {
      return JSON.readValue(text, TableSchema.class);
    } catch (JsonProcessingException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "The contract that a table notes cannot be read: " + e, e);
    }
  }
}
