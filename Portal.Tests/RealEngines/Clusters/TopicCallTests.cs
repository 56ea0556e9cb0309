using Portal.Engines.Kafka;
using Portal.Tests.Clusters;
using Portal.Tests.Kit;
using Portal.Tests.RealEngines.Kafka;
using static Portal.Tests.RealEngines.Clusters.RegisteredKafka;

namespace Portal.Tests.RealEngines.Clusters;

[Collection(KafkaBrokers.Shared)]
public sealed class TopicCallTests(KafkaBrokers brokers) : IAsyncLifetime
{
    private RegisteredKafka _world = null!;
    private IKafkaCluster _kafka = null!;
    private TopicCalls _calls = null!;

    public async Task InitializeAsync()
    {
        _world = await Open();
        if (Repository.Engines is null)
        {
            return;
        }

        _kafka = await _world.Cluster(Plain(brokers));
        _calls = new TopicCalls(_kafka);
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [EngineFact]
    public async Task A_cluster_tells_who_and_what_it_is()
    {
        var facts = await _kafka.Describe(default);

        facts.EngineId.Length.ShouldBe(22);
        facts.Version.ShouldBe("4.3");
        facts.ControllerKind.ShouldBe("KRaft");
        facts.Brokers.Select(b => b.Id).ShouldBe([1, 2, 3]);
        facts.MissingPermissions.ShouldBeEmpty();
    }

    [EngineFact]
    public Task A_topic_is_created_configured_grown_and_deleted_and_each_is_seen() =>
        _calls.A_topic_is_created_configured_grown_and_deleted_and_each_is_seen();

    [EngineFact]
    public Task A_delete_by_id_leaves_what_was_made_again_under_the_name() =>
        _calls.A_delete_by_id_leaves_what_was_made_again_under_the_name();

    [EngineFact]
    public Task What_is_there_already_is_refused_as_such() => _calls.What_is_there_already_is_refused_as_such();

    [EngineFact]
    public Task The_empty_id_deletes_nothing() => _calls.The_empty_id_deletes_nothing();

    [EngineFact]
    public Task Each_name_asked_for_has_an_answer() => _calls.Each_name_asked_for_has_an_answer();

    [EngineFact]
    public Task What_is_in_a_topic_is_counted_over_all_copies() =>
        _calls.What_is_in_a_topic_is_counted_over_all_copies(topic => brokers.Produce(topic, partitions: 3, each: 7));

    [EngineFact]
    public Task Where_records_of_a_time_begin_is_told_by_partition() =>
        _calls.Where_records_of_a_time_begin_is_told_by_partition(
            (topic, partition, at) => TimedRecord.Produce(brokers.Kafka.Bootstrap, topic, partition, at)
        );

    [EngineFact]
    public Task Kafka_judges_a_step_without_doing_it() => _calls.Kafka_judges_a_step_without_doing_it();
}
