import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.CompactArrayOf;
import org.apache.kafka.common.protocol.types.Field;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.protocol.types.Type;
import org.apache.kafka.common.utils.ByteUtils;

/**
 * Prints random messages as Kafka's own Java code writes them: name, version, base64. How messages.txt was made; what
 * is added to the codec later is appended:
 *
 *   java -cp "$(engine classpath kafka)" Golden.java ElectLeadersRequest ElectLeadersResponse >> messages.txt
 */
public class Golden {
    // The optional fields that Portal.Kafka reads and writes; the others are left out, as it does.
    private static final List<String> SPOKEN =
        List.of("supported_features", "finalized_features_epoch", "finalized_features", "topic_config_error_code");

    private static final Random random = new Random(20261120);

    public static void main(String[] names) throws Exception {
        for (String name : names) {
            Class<?> type = Class.forName("org.apache.kafka.common.message." + name + "Data");
            Schema[] schemas = (Schema[]) type.getField("SCHEMAS").get(null);
            short lowest = (short) type.getField("LOWEST_SUPPORTED_VERSION").get(null);
            for (short v = lowest; v < schemas.length; v++) {
                for (int round = 0; round < 3; round++) {
                    byte[] bytes = one(type, schemas[v], v);
                    System.out.println(name + " " + v + " " + Base64.getEncoder().encodeToString(bytes));
                }
            }
        }
    }

    // Kafka reads what was thrown together here and writes it again: only what is valid comes through.
    private static byte[] one(Class<?> type, Schema schema, short v) throws Exception {
        ByteBuffer thrown = ByteBuffer.allocate(1 << 20);
        fill(schema, thrown);
        thrown.flip();
        ApiMessage message = (ApiMessage) type
            .getConstructor(org.apache.kafka.common.protocol.Readable.class, short.class)
            .newInstance(new ByteBufferAccessor(thrown), v);
        ObjectSerializationCache cache = new ObjectSerializationCache();
        ByteBuffer written = ByteBuffer.allocate(message.size(cache, v));
        message.write(new ByteBufferAccessor(written), cache, v);
        return written.array();
    }

    private static void fill(Type type, ByteBuffer out) {
        if (type instanceof TaggedFields tags) {
            fillTags(tags, out);
        } else if (type instanceof Schema schema) {
            if (schema.isNullable()) {
                boolean isThere = random.nextBoolean();
                out.put((byte) (isThere ? 1 : -1));
                if (!isThere) return;
            }
            for (BoundField field : schema.fields()) fill(field.def.type, out);
        } else if (type.isArray()) {
            int count = isNull(type) ? -1 : random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(2);
            if (type instanceof CompactArrayOf) ByteUtils.writeUnsignedVarint(count + 1, out);
            else out.putInt(count);
            for (int i = 0; i < count; i++) fill(type.arrayElementType().get(), out);
        } else {
            fillPlain(type, out);
        }
    }

    private static void fillTags(TaggedFields tags, ByteBuffer out) {
        List<Integer> spoken = tags.fields().entrySet().stream()
            .filter(entry -> SPOKEN.contains(entry.getValue().name)).map(entry -> entry.getKey()).toList();
        ByteUtils.writeUnsignedVarint(spoken.size(), out);
        for (int tag : spoken) {
            Field field = tags.fields().get(tag);
            ByteBuffer value = ByteBuffer.allocate(1 << 16);
            fill(field.type, value);
            value.flip();
            ByteUtils.writeUnsignedVarint(tag, out);
            ByteUtils.writeUnsignedVarint(value.limit(), out);
            out.put(value);
        }
    }

    private static void fillPlain(Type type, ByteBuffer out) {
        String kind = type.toString();
        switch (kind) {
            case "BOOLEAN" -> out.put((byte) random.nextInt(2));
            case "INT8" -> out.put((byte) random.nextInt());
            case "INT16", "UINT16" -> out.putShort((short) random.nextInt());
            case "INT32" -> out.putInt(random.nextInt());
            case "INT64" -> out.putLong(random.nextLong());
            case "FLOAT64" -> out.putDouble(random.nextInt(1000) / 8.0);
            case "UUID" -> out.putLong(random.nextLong()).putLong(random.nextLong());
            default -> {
                byte[] bytes = isNull(type) ? null : text();
                int length = bytes == null ? -1 : bytes.length;
                if (kind.startsWith("COMPACT_")) ByteUtils.writeUnsignedVarint(length + 1, out);
                else if (kind.endsWith("STRING")) out.putShort((short) length);
                else out.putInt(length);
                if (bytes != null) out.put(bytes);
            }
        }
    }

    private static boolean isNull(Type type) {
        return type.isNullable() && random.nextInt(4) == 0;
    }

    private static byte[] text() {
        String text = "t" + Integer.toString(random.nextInt(1000), 36) + (random.nextInt(5) == 0 ? "ü€" : "");
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
