using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Engines.Kafka;
using Portal.Tests.Kit;
using static Portal.Tests.RealEngines.Clusters.RegisteredKafka;

namespace Portal.Tests.Clusters;

/// <summary>What every cluster has to do when the portal calls it: the real one and the bundled one are held to the same.</summary>
public sealed class TopicCalls(IKafkaCluster kafka)
{
    public async Task A_topic_is_created_configured_grown_and_deleted_and_each_is_seen()
    {
        var id = await kafka.Create(Creating("call.life", configs: ("retention.ms", "60000")), InTime, default);
        var made = await Seen("call.life", t => t.TopicId == id);
        made.ShouldSatisfyAllConditions(
            t => t.Partitions.ShouldBe(3),
            t => t.Replication.ShouldBe(2),
            t => t.IsInternal.ShouldBeFalse(),
            t => t.Configs["retention.ms"].ShouldBe(new LiveConfig("60000", IsDefault: false)),
            t => t.Configs["cleanup.policy"].ShouldBe(new LiveConfig("delete", IsDefault: true))
        );
        (await kafka.ListTopics(default)).ShouldContain(new TopicListing("call.life", id, false));

        var configs = new Dictionary<string, string?> { ["retention.ms"] = null, ["max.message.bytes"] = "1000" };
        await kafka.SetConfigs("call.life", configs, InTime, default);
        var set = await Seen("call.life", t => t.Configs["max.message.bytes"].Value == "1000");
        set.Configs["max.message.bytes"].ShouldBe(new LiveConfig("1000", IsDefault: false, Default: "1048588"));
        set.Configs["retention.ms"].ShouldBe(new LiveConfig("604800000", IsDefault: true));

        var sizes = await Deadline.For(async () =>
            await kafka.SettingEverywhere("call.life", "max.message.bytes", default) is var told
            && told.All(size => size == "1000")
                ? told.ToList()
                : null
        );
        sizes.Count.ShouldBe(3, "one for each broker");

        await kafka.GrowPartitions("call.life", 5, InTime, default);
        await Seen("call.life", t => t.Partitions == 5);

        await kafka.Delete(id, InTime, default);
        await Deadline.Until(async () => await Look("call.life") is TopicAnswer.Missing);
    }

    public async Task A_delete_by_id_leaves_what_was_made_again_under_the_name()
    {
        var first = await kafka.Create(Creating("call.again"), InTime, default);
        await Seen("call.again", _ => true);
        await kafka.Delete(first, InTime, default);
        await Deadline.Until(async () => await Look("call.again") is TopicAnswer.Missing);
        var second = await kafka.Create(Creating("call.again"), InTime, default);

        await kafka.Delete(first, InTime, default);

        second.ShouldNotBe(first);
        (await Seen("call.again", _ => true)).TopicId.ShouldBe(second);
    }

    public async Task What_is_there_already_is_refused_as_such()
    {
        await kafka.Create(Creating("call.twice"), InTime, default);
        await Seen("call.twice", _ => true);

        Task[] again =
        [
            kafka.Create(Creating("call.twice"), InTime, default),
            kafka.GrowPartitions("call.twice", 3, InTime, default),
        ];

        foreach (var act in again)
        {
            (await Should.ThrowAsync<EngineException>(act)).ShouldSatisfyAllConditions(
                refused => refused.Fault.ShouldBe(EngineFault.Final),
                refused => refused.IsThereAlready.ShouldBeTrue()
            );
        }
    }

    public async Task The_empty_id_deletes_nothing()
    {
        var refused = await Should.ThrowAsync<EngineException>(() => kafka.Delete(Guid.Empty, InTime, default));

        refused.Fault.ShouldBe(EngineFault.Final);
    }

    public async Task Each_name_asked_for_has_an_answer()
    {
        await kafka.Create(Creating("call.there"), InTime, default);
        await Seen("call.there", _ => true);

        var answers = await kafka.Topics(["call.there", "call.nowhere", "not a name", "call.there"], default);

        answers["call.there"].ShouldBeOfType<TopicAnswer.Found>();
        answers["call.nowhere"].ShouldBeOfType<TopicAnswer.Missing>();
        answers["not a name"].ShouldBeOfType<TopicAnswer.Missing>();
        (await kafka.Topics([], default)).ShouldBeEmpty();
    }

    public async Task What_is_in_a_topic_is_counted_over_all_copies(Func<string, Task> produceSevenEach)
    {
        await kafka.Create(Creating("call.full"), InTime, default);
        await Seen("call.full", _ => true);
        await produceSevenEach("call.full");

        var contents = await kafka.Contents("call.full", null, default);

        contents.Records.ShouldBe(21);
        contents.Partitions.Select(p => (p.First, p.End)).ShouldBe([(0, 7), (0, 7), (0, 7)]);
        contents.Partitions.ShouldAllBe(p => p.Leader > 0 && p.Bytes > 0);
        var oneCopy = contents.Partitions.Sum(p => p.Bytes!.Value / 2);
        contents.Bytes.ShouldNotBeNull().ShouldBe(oneCopy * 2, "two copies of each record");
    }

    /// <param name="produceAt">Puts one record of that time into a partition.</param>
    public async Task Where_records_of_a_time_begin_is_told_by_partition(
        Func<string, int, DateTimeOffset, Task> produceAt
    )
    {
        await kafka.Create(Creating("call.times"), InTime, default);
        await Seen("call.times", _ => true);
        var now = TimeProvider.System.GetUtcNow();
        foreach (var minutes in new[] { 30, 20, 10 })
        {
            await produceAt("call.times", 0, now.AddMinutes(-minutes));
        }

        await produceAt("call.times", 1, now.AddMinutes(-30));

        var contents = await kafka.Contents("call.times", now.AddMinutes(-15), default);

        contents.Partitions.Select(p => p.Since).ShouldBe([2, 1, 0], "some older, all older, empty");
        contents.Partitions.ShouldAllBe(p => p.Copies == 2);
        (await kafka.Contents("call.times", null, default)).Partitions.ShouldAllBe(p => p.Since == null);
    }

    public async Task Kafka_judges_a_step_without_doing_it()
    {
        var id = await kafka.Create(Creating("call.judged"), InTime, default);
        await Seen("call.judged", _ => true);

        (await kafka.WouldRefuse([Creating("call.new")], default)).ShouldBeEmpty();
        (await Look("call.new")).ShouldBeOfType<TopicAnswer.Missing>();
        (await kafka.WouldRefuse([Creating("call.new", replication: 9)], default)).ShouldHaveSingleItem();
        (
            await kafka.WouldRefuse([Creating("call.new", configs: ("retention.ms", "soon"))], default)
        ).ShouldHaveSingleItem();
        (await kafka.WouldRefuse([Creating("call.judged")], default)).ShouldHaveSingleItem();
        (await kafka.WouldRefuse([Growing(5)], default)).ShouldBeEmpty();
        (await kafka.WouldRefuse([Growing(2)], default)).ShouldHaveSingleItem();
        (await kafka.WouldRefuse([Setting("cleanup.policy", "compact")], default)).ShouldBeEmpty();
        (await kafka.WouldRefuse([Setting("cleanup.policy", "shred")], default)).ShouldHaveSingleItem();
        Step[] two = [Setting("max.message.bytes", "1000"), Setting("cleanup.policy", "compact"), Growing(5)];
        (await kafka.WouldRefuse(two, default)).ShouldBeEmpty("settings that destroy data are a step of their own");
        (await kafka.WouldRefuse([new DeleteTopic(TopicKind.On(new(1), "call.judged"), id)], default)).ShouldBeEmpty();
        (await Seen("call.judged", _ => true)).Partitions.ShouldBe(3);

        Step Growing(int to) => new GrowPartitions(TopicKind.On(new(1), "call.judged"), id, 3, to);
        Step Setting(string name, string value) =>
            new AlterConfigs(TopicKind.On(new(1), "call.judged"), id, [new(name, null, value)], DestroysData: false);
    }

    private async Task<TopicAnswer> Look(string name) => (await kafka.Topics([name], default))[name];

    private Task<LiveTopic> Seen(string name, Func<LiveTopic, bool> wanted) =>
        Deadline.For(async () => await Look(name) is TopicAnswer.Found(var topic) && wanted(topic) ? topic : null);
}
