using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Changes.Judging;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Tests.Kit;

namespace Portal.Tests.Changes;

/// <summary>What the built-in checks say of a topic, word for word where somebody has to act on it.</summary>
public sealed class CheckTests
{
    private static readonly ClusterId Cluster = new(1);
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void More_replicas_than_brokers_are_up_are_noted_and_left_to_Kafka_which_counts_those_that_are_away()
    {
        var found = Of("replication", Wanted(replication: 3), brokers: 2);
        found.Verdict.ShouldBe(CheckVerdict.Noted);
        found.Words.ShouldBe(
            "3 replicas need 3 brokers, and 2 are up now. Those that are away count too: Kafka refuses the plan where there are too few."
        );
    }

    [Theory]
    [InlineData(1, null, CheckVerdict.Noted, "While the one broker of a partition is down")]
    [InlineData(1, "1", CheckVerdict.Noted, "While the one broker of a partition is down")]
    [InlineData(3, "2", CheckVerdict.Passed, "Writes go on with a broker down")]
    [InlineData(3, null, CheckVerdict.Passed, "left to the brokers' own setting")]
    [InlineData(2, "2", CheckVerdict.Noted, "one broker down stops")]
    [InlineData(2, "3", CheckVerdict.Blocked, "every acks=all write would be refused")]
    public void It_is_told_whether_writes_go_on_with_a_broker_down(
        int replication,
        string? least,
        CheckVerdict verdict,
        string words
    )
    {
        var found = Of("min.insync.replicas", Wanted(replication, least), brokers: 3);
        found.Verdict.ShouldBe(verdict);
        found.Words.ShouldContain(words);
    }

    [Theory]
    [InlineData("1", CheckVerdict.Passed, "Writes go on with a broker down")]
    [InlineData("2", CheckVerdict.Noted, "one broker down stops")]
    [InlineData("3", CheckVerdict.Noted, "every acks=all write would be refused")]
    public void What_the_brokers_default_is_counts_where_the_topic_shows_it(
        string byDefault,
        CheckVerdict verdict,
        string words
    )
    {
        var live = Live("min.insync.replicas", new(byDefault, IsDefault: true));
        var found = Of("min.insync.replicas", Wanted(replication: 2), brokers: 3, live);
        found.Verdict.ShouldBe(verdict);
        found.Words.ShouldContain(words);
    }

    [Fact]
    public void A_default_that_comes_back_counts_as_the_brokers_have_it()
    {
        var live = Live("min.insync.replicas", new("1", IsDefault: false, Default: "2"));
        var found = Of("min.insync.replicas", Wanted(replication: 2), brokers: 3, live);
        found.Verdict.ShouldBe(CheckVerdict.Noted);
        found.Words.ShouldContain("one broker down stops");
    }

    [Theory]
    [InlineData("compact", true, null, CheckVerdict.Noted)]
    [InlineData("compact,delete", true, null, CheckVerdict.Noted)]
    [InlineData("delete", false, "compact", CheckVerdict.Noted)]
    [InlineData("compact", false, "delete", CheckVerdict.Passed)]
    [InlineData("delete", true, null, CheckVerdict.Passed)]
    public void A_topic_that_is_compacted_by_default_needs_keys_as_well(
        string policy,
        bool isDefault,
        string? byDefault,
        CheckVerdict verdict
    ) =>
        Of("keys", Wanted(replication: 2), brokers: 3, Live("cleanup.policy", new(policy, isDefault, byDefault)))
            .Verdict.ShouldBe(verdict);

    [Fact]
    public void A_setting_that_the_cluster_lacks_is_noted_as_left_out()
    {
        var live = Live("cleanup.policy", new("delete", IsDefault: true));
        var found = Of("settings", Wanted(replication: 2, least: "1"), brokers: 3, live);
        found.Verdict.ShouldBe(CheckVerdict.Noted);
        found.Words.ShouldBe("The cluster has no such setting, so it isn't set: min.insync.replicas.");
    }

    private static Finding Of(string check, TopicSpec wanted, int brokers, LiveTopic? live = null)
    {
        var on = TopicKind.On(Cluster, "orders");
        var operation = live is null ? ResourceOperation.Create : ResourceOperation.Update;
        var topic = new CheckedResource(
            new ResourceRequest(on, operation, wanted, null, null),
            wanted,
            live,
            TopicEvidence.Nothing(on, brokers, Now),
            IsProduction: false,
            Now,
            what => $"{what} · orders"
        );
        return Checks.Of(TestKinds.All, [topic], []).Single(f => f.Name == $"{check} · orders");
    }

    private static LiveTopic Live(string setting, LiveConfig shown) =>
        new("orders", Guid.Empty, 3, 2, false, ImmutableSortedDictionary<string, LiveConfig>.Empty.Add(setting, shown));

    private static TopicSpec Wanted(int replication, string? least = null) =>
        new(
            3,
            replication,
            least is null ? TopicSpec.NoConfigs : TopicSpec.NoConfigs.Add("min.insync.replicas", least),
            ""
        );
}
