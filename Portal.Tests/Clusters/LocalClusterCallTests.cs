using Confluent.Kafka;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Engines;
using Portal.Engines.Kafka;
using Portal.Tests.Kit;
using Portal.Tests.RealEngines.Clusters;

namespace Portal.Tests.Clusters;

/// <summary>The bundled cluster as its own process: one code path, which can't tell it from a real one.</summary>
public sealed class LocalClusterCallTests(LocalClusterCallTests.Bundled bundled)
    : IClassFixture<LocalClusterCallTests.Bundled>,
        IAsyncLifetime
{
    private RegisteredKafka _world = null!;
    private ClusterId _id;
    private IKafkaCluster _kafka = null!;
    private TopicCalls _calls = null!;

    public async Task InitializeAsync()
    {
        _world = await RegisteredKafka.Open();
        _id = await _world.Register(new ClusterDraft("local", "dev", "local", bundled.Bootstrap));
        _kafka = await _world.Cluster(_id);
        _calls = new TopicCalls(_kafka);
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_cluster_tells_who_and_what_it_is()
    {
        var facts = await _kafka.Describe(default);

        facts.EngineId.ShouldStartWith("local-");
        facts.Brokers.Length.ShouldBe(3);
        facts.MissingPermissions.ShouldBeEmpty();
    }

    [Fact]
    public Task A_topic_is_created_configured_grown_and_deleted_and_each_is_seen() =>
        _calls.A_topic_is_created_configured_grown_and_deleted_and_each_is_seen();

    [Fact]
    public Task A_delete_by_id_leaves_what_was_made_again_under_the_name() =>
        _calls.A_delete_by_id_leaves_what_was_made_again_under_the_name();

    [Fact]
    public Task What_is_there_already_is_refused_as_such() => _calls.What_is_there_already_is_refused_as_such();

    [Fact]
    public Task The_empty_id_deletes_nothing() => _calls.The_empty_id_deletes_nothing();

    [Fact]
    public Task Each_name_asked_for_has_an_answer() => _calls.Each_name_asked_for_has_an_answer();

    [Fact]
    public Task What_is_in_a_topic_is_counted_over_all_copies() =>
        _calls.What_is_in_a_topic_is_counted_over_all_copies(Produce);

    [Fact]
    public Task Where_records_of_a_time_begin_is_told_by_partition() =>
        _calls.Where_records_of_a_time_begin_is_told_by_partition(
            (t, p, at) => TimedRecord.Produce(bundled.Bootstrap, t, p, at)
        );

    [Fact]
    public Task Kafka_judges_a_step_without_doing_it() => _calls.Kafka_judges_a_step_without_doing_it();

    [Fact]
    public async Task What_another_cluster_at_the_address_does_not_have_is_not_taken_for_gone()
    {
        await _world.Execute($"update cluster set engine_id = 'the-one-that-was-here' where id = {_id.Value}");
        var acls = await new AclClusters(_world.Clients).Open(_id, default);
        var passwords = await new CredentialClusters(_world.Clients).Open(_id, default);

        await IsNoAnswer(acls.All(default));
        await IsNoAnswer(acls.Quotas(default));
        await IsNoAnswer(passwords.All(default));

        // One whose id isn't known yet is read as it is.
        await _world.Execute($"update cluster set engine_id = null where id = {_id.Value}");
        await (await new CredentialClusters(_world.Clients).Open(_id, default)).All(default);
    }

    private static async Task IsNoAnswer(Task look)
    {
        var other = await Should.ThrowAsync<EngineException>(look);
        other.Fault.ShouldBe(EngineFault.Transient, other.Message);
        other.Message.ShouldContain("Another cluster");
    }

    private async Task Produce(string topic)
    {
        using var producer = new ProducerBuilder<Null, string>(
            new ProducerConfig { BootstrapServers = bundled.Bootstrap }
        ).Build();
        await Task.WhenAll(
            from partition in Enumerable.Range(0, 3)
            from number in Enumerable.Range(0, 7)
            select producer.ProduceAsync(new TopicPartition(topic, partition), new() { Value = $"record {number}" })
        );
    }

    public sealed class Bundled : IAsyncLifetime
    {
        private readonly RunFolder _folder = AppProcess.Folder();
        private readonly int _first = FreePorts.Block(0, 1, 2);
        private readonly int _admin = FreePorts.One();
        private AppProcess? _process;

        public string Bootstrap => $"127.0.0.1:{_first}";

        public async Task InitializeAsync()
        {
            _process = AppProcess.Start(
                _folder,
                "Portal.LocalCluster",
                new Dictionary<string, string>
                {
                    ["LocalCluster__DataDirectory"] = Path.Combine(_folder.Path, "data"),
                    ["LocalCluster__FirstPort"] = $"{_first}",
                    ["LocalCluster__AdminPort"] = $"{_admin}",
                }
            );
            await _process.Healthy(new Uri($"http://127.0.0.1:{_admin}/health"));
        }

        public Task DisposeAsync()
        {
            _process?.Dispose();
            _folder.Dispose();
            return Task.CompletedTask;
        }
    }
}
