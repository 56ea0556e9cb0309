using Portal.LocalCluster.Topics;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

/// <summary>The words were taken down from Kafka 4.3's own answers.</summary>
public sealed class TopicConfigTests
{
    [ClusterTheory]
    [InlineData("retention.ms", "-2", "Invalid value -2 for configuration retention.ms: Value must be at least -1")]
    [InlineData("retention.ms", "abc", "Invalid value abc for configuration retention.ms: Not a number of type LONG")]
    [InlineData(
        "segment.bytes",
        "10",
        "Invalid value 10 for configuration segment.bytes: Value must be at least 1048576"
    )]
    [InlineData(
        "cleanup.policy",
        "foo",
        "Invalid value foo for configuration cleanup.policy: String must be one of: compact, delete"
    )]
    [InlineData(
        "compression.gzip.level",
        "10",
        "Invalid value 10 for configuration compression.gzip.level: Value must be between 1 and 9 or equal to -1"
    )]
    [InlineData(
        "compression.zstd.level",
        "23",
        "Invalid value 23 for configuration compression.zstd.level: Value must be no more than 22"
    )]
    [InlineData(
        "preallocate",
        "maybe",
        "Invalid value maybe for configuration preallocate: Expected value to be either true or false"
    )]
    [InlineData("nope", "1", "Unknown topic config name: nope")]
    [InlineData(
        "remote.storage.enable",
        "true",
        "Tiered Storage functionality is disabled in the broker. Topic cannot be configured with remote log storage."
    )]
    public void What_Kafka_refuses_is_refused_in_its_words(string name, string value, string words) =>
        TopicConfigs.Fault(new Dictionary<string, string> { [name] = value }).ShouldBe(words);

    [ClusterTheory]
    [InlineData("retention.ms", "-1")]
    [InlineData("retention.bytes", "-2")]
    [InlineData("cleanup.policy", "compact,delete")]
    [InlineData("cleanup.policy", "")]
    [InlineData("max.message.bytes", "0")]
    public void What_Kafka_takes_is_taken(string name, string value) =>
        TopicConfigs.Fault(new Dictionary<string, string> { [name] = value }).ShouldBeNull();

    [ClusterFact]
    public void Two_that_contradict_each_other_are_refused() =>
        TopicConfigs
            .Fault(new Dictionary<string, string> { ["min.compaction.lag.ms"] = "10", ["max.compaction.lag.ms"] = "5" })
            .ShouldBe("conflict topic config setting min.compaction.lag.ms (10) > max.compaction.lag.ms (5)");

    [ClusterFact]
    public void Every_default_is_in_its_own_range() =>
        TopicConfigs
            .All.Select(definition => definition.FaultOf(definition.Default))
            .ShouldAllBe(fault => fault == null);

    [ClusterFact]
    public void A_topic_that_is_only_compacted_loses_nothing_by_age() =>
        new TopicSettings(
            new Dictionary<string, string> { ["cleanup.policy"] = "compact" }
        ).Log.RetentionAge.ShouldBeNull();

    [ClusterTheory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("a/b")]
    public void A_name_that_Kafka_refuses_is_refused(string name) => TopicName.Fault(name).ShouldNotBeNull();

    [ClusterFact]
    public void A_name_may_have_249_characters_and_no_more()
    {
        TopicName.Fault(new string('x', 249)).ShouldBeNull();
        TopicName.Fault(new string('x', 250)).ShouldNotBeNull();
    }
}
