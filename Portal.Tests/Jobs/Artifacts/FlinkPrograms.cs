using Portal.Tests.Kit;

namespace Portal.Tests.Jobs.Artifacts;

/// <summary>Programs for Flink, compiled once.</summary>
internal static class FlinkPrograms
{
    private static readonly Lazy<Task<TestJar>> LazyNumbers = new(() => TestJar.Compile("Numbers", NumbersSource));

    /// <summary>Counts, and writes nothing; or misbehaves as its first argument says.</summary>
    public static Task<TestJar> Numbers => LazyNumbers.Value;

    /// <summary>
    /// The same in a JAR of its own. A scenario is made where nothing can be awaited, and also without the engines, where nothing is compiled and none is run.
    /// </summary>
    public static TestJar NumbersFor(string name) =>
        (Repository.Engines is null ? TestJar.Of("Numbers") : Task.Run(() => Numbers).GetAwaiter().GetResult()).Marked(
            name
        );

    /// <summary>Copies one topic to another exactly once: bootstrap, from, to, and the prefix of its transactions.</summary>
    /// <param name="act">What becomes of a value, in Java.</param>
    /// <param name="uid">Of the operator that does it.</param>
    public static Task<TestJar> Copier(string act, string uid = "act") =>
        TestJar.Compile(
            "Copier",
            CopierSource
                .Replace("/* act */", act, StringComparison.Ordinal)
                .Replace("/* uid */", uid, StringComparison.Ordinal)
        );

    /// <summary>Copies one topic to another as its arguments say, in this order: bootstrap, from, to, guarantee, group.</summary>
    /// <param name="act">What becomes of a value, in Java.</param>
    public static Task<TestJar> Rehearsable(string act) =>
        TestJar.Compile(
            "Copier",
            CopierSource
                .Replace("/* act */", act, StringComparison.Ordinal)
                .Replace("/* uid */", "act", StringComparison.Ordinal)
                .Replace("setGroupId(arguments[3])", "setGroupId(arguments[4])", StringComparison.Ordinal)
                .Replace(
                    "DeliveryGuarantee.EXACTLY_ONCE",
                    "DeliveryGuarantee.valueOf(arguments[3].toUpperCase().replace('-', '_'))",
                    StringComparison.Ordinal
                )
                .Replace("Prefix(arguments[3])", "Prefix(arguments[1])", StringComparison.Ordinal)
        );

    /// <summary>Counts by a class that is in another JAR alone: the program, and that JAR.</summary>
    public static async Task<(TestJar Program, TestJar Library)> Divided()
    {
        var jars = await TestJar.Compile(("Divided", DividedSource), ("Doubling", DoublingSource));
        return (jars[0], jars[1]);
    }

    private const string DividedSource = """
        import org.apache.flink.api.common.eventtime.WatermarkStrategy;
        import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
        import org.apache.flink.api.common.typeinfo.Types;
        import org.apache.flink.connector.datagen.source.DataGeneratorSource;
        import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
        import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

        public class Divided {
            public static void main(String[] arguments) throws Exception {
                StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
                env.fromSource(new DataGeneratorSource<>(new Doubling(), Long.MAX_VALUE, RateLimiterStrategy.perSecond(5), Types.LONG), WatermarkStrategy.noWatermarks(), "doubles")
                    .sinkTo(new DiscardingSink<>());
                env.execute();
            }
        }
        """;

    private const string DoublingSource = """
        import org.apache.flink.connector.datagen.source.GeneratorFunction;

        public class Doubling implements GeneratorFunction<Long, Long> {
            @Override public Long map(Long n) { return 2 * n; }
        }
        """;

    private const string NumbersSource = """
        import org.apache.flink.api.common.eventtime.WatermarkStrategy;
        import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
        import org.apache.flink.api.common.typeinfo.Types;
        import org.apache.flink.connector.datagen.source.DataGeneratorSource;
        import org.apache.flink.connector.datagen.source.GeneratorFunction;
        import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
        import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
        import java.util.Arrays;
        import java.util.List;
        import java.util.Map;

        public class Numbers {
            public static void main(String[] arguments) throws Exception {
                List<String> all = Arrays.asList(arguments);
                String mode = all.isEmpty() ? "" : all.get(0);
                if (mode.equals("throws")) throw new IllegalStateException("no access with " + all.get(all.size() - 1));
                if (mode.equals("none")) return;
                if (mode.equals("slow")) Thread.sleep(25_000);
                StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
                if (mode.equals("parameters")) env.getConfig().setGlobalJobParameters(new org.apache.flink.api.common.ExecutionConfig.GlobalJobParameters() {
                    @Override public Map<String, String> toMap() { return Map.of("theirs", "all"); }
                });
                count(env);
                if (mode.equals("two")) { env.executeAsync(); count(env); env.executeAsync(); return; }
                if (mode.equals("named")) { env.execute("a name of its own"); return; }
                env.execute();
            }

            static void count(StreamExecutionEnvironment env) {
                GeneratorFunction<Long, Long> same = n -> n;
                env.fromSource(new DataGeneratorSource<>(same, Long.MAX_VALUE, RateLimiterStrategy.perSecond(5), Types.LONG), WatermarkStrategy.noWatermarks(), "numbers")
                    .sinkTo(new DiscardingSink<>());
            }
        }
        """;

    private const string CopierSource = """
        import org.apache.flink.api.common.eventtime.WatermarkStrategy;
        import org.apache.flink.api.common.serialization.SimpleStringSchema;
        import org.apache.flink.api.common.typeinfo.Types;
        import org.apache.flink.connector.base.DeliveryGuarantee;
        import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
        import org.apache.flink.connector.kafka.sink.KafkaSink;
        import org.apache.flink.connector.kafka.source.KafkaSource;
        import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
        import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

        public class Copier {
            public static void main(String[] arguments) throws Exception {
                StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
                KafkaSource<String> source = KafkaSource.<String>builder()
                    .setBootstrapServers(arguments[0]).setTopics(arguments[1]).setGroupId(arguments[3])
                    .setProperty("isolation.level", "read_committed")
                    .setStartingOffsets(OffsetsInitializer.earliest())
                    .setValueOnlyDeserializer(new SimpleStringSchema()).build();
                KafkaSink<String> sink = KafkaSink.<String>builder()
                    .setBootstrapServers(arguments[0])
                    .setRecordSerializer(KafkaRecordSerializationSchema.<String>builder()
                        .setTopic(arguments[2]).setValueSerializationSchema(new SimpleStringSchema()).build())
                    .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                    .setTransactionalIdPrefix(arguments[3])
                    .setProperty("transaction.timeout.ms", "600000").build();
                env.fromSource(source, WatermarkStrategy.noWatermarks(), "source").uid("source")
                    .map(value -> /* act */).returns(Types.STRING).uid("/* uid */")
                    .sinkTo(sink).uid("sink");
                env.execute();
            }
        }
        """;
}
