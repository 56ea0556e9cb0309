using Portal.Core.FlinkClusters;
using Portal.Core.Jobs;

namespace Portal.Tests.FlinkClusters;

/// <summary>What stands between a Flink and exactly-once jobs that survive an outage, by what it shows of itself.</summary>
public sealed class FlinkFactsTests
{
    /// <summary>As a JobManager of 2.2 with ZooKeeper shows it, without what doesn't count here.</summary>
    private static readonly Dictionary<string, string> Sound = new(StringComparer.Ordinal)
    {
        ["execution.checkpointing.dir"] = "s3://flink/checkpoints",
        ["execution.checkpointing.savepoint-dir"] = "s3://flink/savepoints",
        ["high-availability.type"] = "zookeeper",
        ["high-availability.storageDir"] = "s3://flink/ha",
        ["job-result-store.delete-on-commit"] = "false",
        ["state.backend.type"] = "rocksdb",
        ["restart-strategy.type"] = "exponential-delay",
    };

    private static readonly SqlFactory[] All =
    [
        new(SqlFactory.Kafka, true),
        .. SqlFactory.Formats.Select(name => new SqlFactory(name, true)),
    ];

    [Fact]
    public void A_Flink_that_has_all_lacks_nothing()
    {
        var facts = FlinkFacts.Of(Sight(Sound));

        facts.All.ShouldAllBe(fact => fact.State == FlinkFactState.Fine);
        facts.Lacks.ShouldBeEmpty();
        facts.All.Select(fact => fact.Name).ShouldBeUnique();
    }

    [Fact]
    public void Each_thing_that_is_missing_has_an_effect_and_a_remedy()
    {
        var facts = FlinkFacts.Of(
            new FlinkSight("2.2.0", 0, 0, 0, new(new Dictionary<string, string>()), null, [], [new("dev", null)])
        );

        facts
            .All.Where(fact => fact.State == FlinkFactState.Missing)
            .Select(fact => fact.Name)
            .ShouldBe(["slots", "high-availability", "checkpoint-storage", "savepoint-storage", "sql-gateway"]);
        facts
            .All.Where(fact => fact.State != FlinkFactState.Fine)
            .ShouldAllBe(fact => fact.Effect!.EndsWith('.') && fact.Remedy!.EndsWith('.'));
        facts.Lacks.ShouldContain("No slots. No job can run. Start a task manager.");
    }

    [Theory]
    [InlineData("execution.checkpointing.dir", "state.checkpoints.dir")]
    [InlineData("execution.checkpointing.savepoint-dir", "state.savepoints.dir")]
    [InlineData("high-availability.type", "high-availability")]
    [InlineData("state.backend.type", "state.backend")]
    [InlineData("restart-strategy.type", "restart-strategy")]
    public void A_setting_counts_by_the_name_that_it_has_in_1_20(string name, string former)
    {
        var settings = new Dictionary<string, string>(Sound, StringComparer.Ordinal) { [former] = Sound[name] };
        settings.Remove(name);

        FlinkFacts.Of(Sight(settings)).All.ShouldBe(FlinkFacts.Of(Sight(Sound)).All);
    }

    [Theory]
    [InlineData("job-result-store.delete-on-commit", "true", "job-result-store")]
    [InlineData("high-availability.type", "NONE", "high-availability")]
    [InlineData("execution.checkpointing.storage", "jobmanager", "checkpoint-storage")]
    [InlineData("restart-strategy.type", "none", "restart-strategy")]
    [InlineData("restart-strategy.type", "fixed-delay", "restart-strategy")]
    [InlineData("restart-strategy.type", "failurerate", "restart-strategy")]
    [InlineData("restart-strategy.exponential-delay.attempts-before-reset-backoff", "10", "restart-strategy")]
    public void A_setting_that_loses_jobs_is_missing(string name, string value, string fact) =>
        Missing(Sight(With((name, value)))).ShouldBe([fact]);

    [Theory]
    [InlineData("3", true)]
    [InlineData("2147483647", false)]
    public void Attempts_that_a_job_uses_up_are_too_few(string attempts, bool isMissing) =>
        Missing(
                Sight(
                    With(("restart-strategy.type", "fixed-delay"), ("restart-strategy.fixed-delay.attempts", attempts))
                )
            )
            .ShouldBe(isMissing ? ["restart-strategy"] : []);

    [Theory]
    [InlineData("failure-rate", FlinkFactState.Fine)]
    [InlineData("ExponentialDelay", FlinkFactState.Fine)]
    [InlineData("com.example.OurStrategy", FlinkFactState.Unknown)]
    public void A_restart_strategy_that_the_portal_does_not_know_is_unknown(string strategy, FlinkFactState state)
    {
        var settings = With(
            ("restart-strategy.type", strategy),
            ("restart-strategy.failure-rate.max-failures-per-interval", "100000")
        );

        var fact = FlinkFacts.Of(Sight(settings)).All.Single(fact => fact.Name == "restart-strategy");

        (fact.State, fact.Words).ShouldBe((state, $"Restart strategy {strategy}"));
    }

    [Theory]
    [InlineData("file:///var/flink/checkpoints", 1, FlinkFactState.Fine)]
    [InlineData("file:///var/flink/checkpoints", 2, FlinkFactState.Unknown)]
    [InlineData("/var/flink/checkpoints", 2, FlinkFactState.Unknown)]
    [InlineData("hdfs://name/checkpoints", 2, FlinkFactState.Fine)]
    public void Whether_task_managers_share_a_folder_of_one_machine_is_unknown(
        string folder,
        int taskManagers,
        FlinkFactState state
    )
    {
        var sight = Sight(With(("execution.checkpointing.dir", folder))) with { TaskManagers = taskManagers };
        FlinkFacts.Of(sight).All.Single(fact => fact.Name == "checkpoint-storage").State.ShouldBe(state);
    }

    [Fact]
    public void What_a_gateway_lacks_is_named_with_what_to_put_into_its_lib_folder()
    {
        var without = FlinkFacts.Of(
            Sight(Sound) with
            {
                Factories = [new(SqlFactory.Kafka, false), new("raw", null, "Why.")],
            }
        );
        without
            .Lacks.ShouldHaveSingleItem()
            .ShouldStartWith(
                "No Kafka connector. No job of SQL can read or write a topic. Put flink-sql-connector-kafka"
            );
        without.All.Single(fact => fact.Name == "formats").ShouldBe(FlinkFactOf("Formats raw unknown", "Why."));

        var half = FlinkFacts.Of(
            Sight(Sound) with
            {
                Factories = [new(SqlFactory.Kafka, true), new("raw", true), new("avro-confluent", false)],
            }
        );
        half.Lacks.ShouldHaveSingleItem().ShouldContain("flink-sql-avro-confluent-registry");
        half.All.ShouldContain(fact => fact.Words == "Formats raw");
    }

    [Fact]
    public void A_gateway_of_another_release_is_missing_and_one_of_another_patch_is_not()
    {
        Missing(Sight(Sound) with { GatewayVersion = "1.20.1" }).ShouldBe(["sql-gateway"]);
        Missing(Sight(Sound) with { GatewayVersion = "2.2.1" }).ShouldBeEmpty();
    }

    [Fact]
    public void A_gateway_that_lists_a_job_which_its_Flink_does_not_know_belongs_to_another_one()
    {
        var other = Sight(Sound) with { UnknownJob = "1f" };

        Missing(other).ShouldBe(["sql-gateway"]);
        var fact = FlinkFacts.Of(other).All.Single(fact => fact.Name == "sql-gateway");
        fact.Words.ShouldBe("SQL Gateway 2.2.0 of another Flink");
        fact.Advice!.ShouldStartWith("It lists job 1f, which this Flink doesn't know:");
        fact.Advice.ShouldEndWith("own SQL Gateway.");
    }

    [Theory]
    [InlineData("1.18.1", true)]
    [InlineData("1.19.2", true)]
    [InlineData("1.20.0", false)]
    [InlineData("1.20-SNAPSHOT", false)]
    [InlineData("2.2.0", false)]
    [InlineData("custom", false)]
    public void A_release_that_starts_no_SQL_from_a_state_is_missing(string version, bool isMissing)
    {
        var sight = Sight(Sound) with { Version = version, GatewayVersion = version };

        Missing(sight).ShouldBe(isMissing ? ["version"] : []);
        FlinkFacts.Of(sight).All.Single(fact => fact.Name == "version").Words.ShouldBe($"Flink {version}");
    }

    [Fact]
    public void A_gateway_that_starts_no_SQL_from_a_state_is_missing_and_none_starts_none_anyway()
    {
        var mixed = Sight(Sound) with { GatewayVersion = "1.19.2" };

        Missing(mixed).ShouldBe(["version", "sql-gateway"], ignoreOrder: true);
        FlinkFacts
            .Of(mixed)
            .All.Single(fact => fact.Name == "version")
            .Words.ShouldBe("Flink 2.2.0, SQL Gateway 1.19.2");
        Missing(Sight(Sound) with { Version = "1.19.2", GatewayVersion = null }).ShouldNotContain("version");
    }

    [Theory]
    [InlineData(15, FlinkFactState.Fine)]
    [InlineData(14, FlinkFactState.Missing)]
    [InlineData(null, FlinkFactState.Unknown)]
    public void Brokers_have_to_take_what_sinks_set(int? minutes, FlinkFactState state)
    {
        TimeSpan? longest = minutes is { } known ? TimeSpan.FromMinutes(known) : null;
        FlinkFacts
            .Of(Sight(Sound) with { Transactions = [new("prod", longest)] })
            .All.Single(fact => fact.Name == "transaction-timeout")
            .State.ShouldBe(state);
    }

    [Fact]
    public void Whether_workers_read_the_folders_of_state_is_for_a_worker_to_say()
    {
        var seen = Sight(Sound);
        string Of(FlinkSight sight)
        {
            var fact = FlinkFacts.Of(sight).All.Single(f => f.Name == "worker-folders");
            return $"{fact.State}: {fact.Advice}";
        }

        Of(seen).ShouldBe("Fine: ");
        Of(seen with { Folders = null }).ShouldStartWith("Unknown: Whether the portal's workers can read");
        Of(seen with { Folders = new("Its folder for savepoints, s3://flink, isn't on the workers' machines.") })
            .ShouldStartWith(
                "Missing: Its folder for savepoints, s3://flink, isn't on the workers' machines. No job can be started"
            );
    }

    private static FlinkFact FlinkFactOf(string words, string effect) =>
        new("formats", FlinkFactState.Unknown, words, effect, "Test again.");

    private static Dictionary<string, string> With(params (string Name, string Value)[] changed)
    {
        var settings = new Dictionary<string, string>(Sound, StringComparer.Ordinal);
        foreach (var (name, value) in changed)
        {
            settings[name] = value;
        }

        return settings;
    }

    private static IEnumerable<string> Missing(FlinkSight sight) =>
        FlinkFacts.Of(sight).All.Where(fact => fact.State == FlinkFactState.Missing).Select(fact => fact.Name);

    private static FlinkSight Sight(Dictionary<string, string> settings) =>
        new("2.2.0", 1, 8, 8, new(settings), "2.2.0", [.. All], [new TransactionLimit("dev", TimeSpan.FromMinutes(15))])
        {
            Folders = new(null),
        };
}
