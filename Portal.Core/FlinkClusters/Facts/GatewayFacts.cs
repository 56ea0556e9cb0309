using System.Collections.Immutable;

namespace Portal.Core.FlinkClusters.Facts;

/// <summary>Whether jobs of SQL can be started, and have the connector and the formats that their generated tables name.</summary>
internal static class GatewayFacts
{
    private const string Gateway = "sql-gateway";
    private const string Connector = "kafka-connector";
    private const string Formats = "formats";

    public static IEnumerable<FlinkFact> Of(FlinkSight sight)
    {
        if (sight.GatewayVersion is not { } version)
        {
            yield return FlinkFact.Missing(
                Gateway,
                "No SQL Gateway",
                "Its jobs are monitored, and it starts JARs only.",
                "Start Flink's SQL Gateway and add its address here."
            );
            yield return FlinkFact.Unknown(
                Connector,
                "Kafka connector unknown",
                "Only a SQL Gateway shows whether Flink has it.",
                "Add the address of the SQL Gateway."
            );
            yield break;
        }

        yield return (Release(version) == Release(sight.Version), sight.UnknownJob) switch
        {
            (_, { } job) => FlinkFact.Missing(
                Gateway,
                $"SQL Gateway {version} of another Flink",
                $"It lists job {job}, which this Flink doesn't know: a job that it starts runs where the portal doesn't see it.",
                "Set rest.address and rest.port of the SQL Gateway to this Flink, or add the address of this Flink's own SQL Gateway."
            ),
            (false, _) => FlinkFact.Missing(
                Gateway,
                $"SQL Gateway {version}, Flink {sight.Version}",
                "Jobs that one version compiles may not run on the other.",
                "Start the SQL Gateway of the Flink that runs the jobs."
            ),
            _ => FlinkFact.Fine(Gateway, $"SQL Gateway {version}"),
        };
        var kafka = sight.Factories.FirstOrDefault(factory => factory.Name == SqlFactory.Kafka);
        yield return kafka?.IsThere switch
        {
            true => FlinkFact.Fine(Connector, "Kafka connector found"),
            false => FlinkFact.Missing(
                Connector,
                "No Kafka connector",
                "No job of SQL can read or write a topic.",
                "Put flink-sql-connector-kafka for this version into the lib folder of Flink and of its SQL Gateway, and restart both."
            ),
            null => FlinkFact.Unknown(
                Connector,
                "Kafka connector unknown",
                kafka?.Unknown ?? "The SQL Gateway didn't show it.",
                "Test again."
            ),
        };
        foreach (var fact in FormatsOf([.. sight.Factories.Where(factory => factory.Name != SqlFactory.Kafka)]))
        {
            yield return fact;
        }
    }

    private static IEnumerable<FlinkFact> FormatsOf(ImmutableArray<SqlFactory> formats)
    {
        if (formats.Where(format => format.IsThere == true).Select(format => format.Name).ToList() is [_, ..] found)
        {
            yield return FlinkFact.Fine(Formats, $"Formats {string.Join(", ", found)}");
        }

        foreach (var format in formats.Where(format => format.IsThere == false))
        {
            yield return FlinkFact.Missing(
                Formats,
                $"No format {format.Name}",
                format.Name switch
                {
                    "avro-confluent" => "No job of SQL can read or write a topic whose schema is Avro.",
                    "json" =>
                        "No job of SQL can read or write a topic whose schema is JSON Schema, or write one with a key of several columns.",
                    _ => "No job of SQL can read or write a topic without a schema.",
                },
                format.Name switch
                {
                    "avro-confluent" =>
                        "Put flink-sql-avro-confluent-registry for this version into the lib folder of Flink and of its SQL Gateway, and restart both.",
                    "json" =>
                        "Put flink-json for this version into the lib folder of Flink and of its SQL Gateway, and restart both.",
                    _ =>
                        "It is part of Flink's table runtime: put flink-table-runtime for this version into the lib folder of both.",
                }
            );
        }

        // Without the connector no format can be tried; that is one thing to do, not four.
        if (formats.FirstOrDefault(format => format.IsThere is null) is { Unknown: { } why })
        {
            var unknown = formats.Where(format => format.IsThere is null).Select(format => format.Name);
            yield return FlinkFact.Unknown(
                Formats,
                $"Formats {string.Join(", ", unknown)} unknown",
                why,
                "Test again."
            );
        }
    }

    // "2.2.0" and "2.2.1" run each other's jobs.
    private static string Release(string version) => string.Join('.', version.Split('.', '-').Take(2));
}
