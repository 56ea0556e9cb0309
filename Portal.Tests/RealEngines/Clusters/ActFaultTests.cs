using Portal.Engines;
using Portal.Engines.Kafka;
using Portal.Tests.Kit;
using Portal.Tests.RealEngines.Kafka;
using static Portal.Tests.RealEngines.Clusters.RegisteredKafka;

namespace Portal.Tests.RealEngines.Clusters;

[Collection(KafkaBrokers.Shared)]
public sealed class ActFaultTests(KafkaBrokers brokers) : IAsyncLifetime
{
    private RegisteredKafka _world = null!;

    public async Task InitializeAsync() => _world = await Open();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [EngineFact]
    public async Task What_the_cluster_refuses_is_final_and_told_in_its_words()
    {
        var kafka = await _world.Cluster(Plain(brokers));
        await kafka.Create(Creating("fault.there"), InTime, default);

        await Final(kafka.Create(Creating("fault.there"), InTime, default), "plain refused to create fault.there");
        await Final(kafka.Create(Creating("fault.wide", replication: 9), InTime, default), "fault.wide");
        await Final(kafka.Create(Creating("fault.odd", configs: ("no.such", "1")), InTime, default), "no.such");
        await Final(kafka.GrowPartitions("fault.there", 2, InTime, default), "2 partitions");
        await Final(kafka.GrowPartitions("fault.nowhere", 2, InTime, default), "fault.nowhere");
        var configs = new Dictionary<string, string?> { ["retention.ms"] = "1" };
        await Final(kafka.SetConfigs("fault.nowhere", configs, InTime, default), "fault.nowhere");
        await Final(kafka.Contents("fault.nowhere", null, default), "There is no topic fault.nowhere");
    }

    [EngineFact]
    public async Task An_act_whose_time_is_up_is_not_sent()
    {
        var kafka = await _world.Cluster(Plain(brokers));
        var asked = 0;
        // Time is left when the act begins, and none when its bytes would be written.
        var sleptPastTheLease = new ActBefore(() => asked++ == 0 ? TimeSpan.FromSeconds(5) : TimeSpan.Zero);

        var late = await Should.ThrowAsync<EngineException>(() =>
            kafka.Create(Creating("fault.late"), sleptPastTheLease, default)
        );

        late.Fault.ShouldBe(EngineFault.Transient);
        late.Message.ShouldContain("no time left");
        var none = new ActBefore(() => TimeSpan.Zero);
        await Should.ThrowAsync<EngineException>(() => kafka.Create(Creating("fault.late"), none, default));
        (await kafka.Topics(["fault.late"], default))["fault.late"].ShouldBeOfType<TopicAnswer.Missing>();
    }

    [EngineFact]
    public async Task An_act_that_was_sent_and_not_answered_is_unknown()
    {
        var kafka = await _world.Cluster(Plain(brokers));
        await kafka.ListTopics(default);
        // Asked right before the bytes are written: from here on nobody answers.
        var frozen = false;
        var deadline = new ActBefore(() =>
        {
            if (frozen)
            {
                Freeze().GetAwaiter().GetResult();
            }

            frozen = true;
            return TimeSpan.FromSeconds(2);
        });

        try
        {
            var silent = await Should.ThrowAsync<EngineException>(() =>
                kafka.Create(Creating("fault.silent"), deadline, default)
            );
            silent.Fault.ShouldBe(EngineFault.Unknown);

            var asked = await Should.ThrowAsync<EngineException>(() => kafka.Topics(["fault.silent"], default));
            asked.Fault.ShouldBe(EngineFault.Transient, "a question does no harm");
        }
        finally
        {
            await Task.WhenAll(Brokers.Select(brokers.Kafka.Thaw));
        }

        await Deadline.Until(async () =>
            (await kafka.Topics(["fault.silent"], default))["fault.silent"] is TopicAnswer.Found
        );

        Task Freeze() => Task.WhenAll(Brokers.Select(brokers.Kafka.Freeze));
    }

    [EngineFact]
    public async Task Another_cluster_at_the_same_address_gets_nothing_written()
    {
        var id = await _world.Register(Plain(brokers));
        await _world.Execute($"update cluster set engine_id = 'the-one-that-was-here' where id = {id.Value}");
        var kafka = await _world.Cluster(id);

        await Final(kafka.Create(Creating("fault.other"), InTime, default), "Another cluster");

        (await kafka.Topics(["fault.other"], default))["fault.other"].ShouldBeOfType<TopicAnswer.Missing>();
    }

    [EngineFact]
    public async Task A_registration_that_changes_is_followed()
    {
        var id = await _world.Register(Plain(brokers));
        await (await _world.Cluster(id)).ListTopics(default);
        await _world.Execute(
            $"update endpoint set addresses = {$"127.0.0.1:{FreePorts.One()}"} where cluster_id = {id.Value}"
        );

        var kafka = await _world.Cluster(id);
        var gone = await Should.ThrowAsync<EngineException>(() => kafka.ListTopics(default));
        gone.Fault.ShouldBe(EngineFault.Transient);
        gone.Message.ShouldContain("nothing listens there");
        var act = await Should.ThrowAsync<EngineException>(() => kafka.Create(Creating("fault.gone"), InTime, default));
        act.Fault.ShouldBe(EngineFault.Transient);

        await _world.Execute(
            $"update endpoint set addresses = {brokers.Kafka.Bootstrap} where cluster_id = {id.Value}"
        );
        (await (await _world.Cluster(id)).Describe(default)).Brokers.Length.ShouldBe(3);
        await _world.Execute($"update cluster set deregistered_at = now() where id = {id.Value}");
        (await Should.ThrowAsync<EngineException>(() => _world.Cluster(id))).Fault.ShouldBe(EngineFault.Final);
    }

    private static IEnumerable<int> Brokers => [1, 2, 3];

    private static async Task Final(Task act, string words)
    {
        var fault = await Should.ThrowAsync<EngineException>(act);
        fault.Fault.ShouldBe(EngineFault.Final, fault.Message);
        fault.Message.ShouldContain(words);
    }
}
