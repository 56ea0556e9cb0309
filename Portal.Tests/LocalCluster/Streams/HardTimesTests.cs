using Portal.Tests.Applying;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>Changes of jobs that can't come to their end, on the local cluster's stream runtime.</summary>
public sealed class HardTimesTests(HardTimesTests.Cluster cluster) : IClassFixture<HardTimesTests.Cluster>
{
    [LongFact]
    public Task A_job_whose_savepoint_cannot_be_written_is_not_stopped() =>
        cluster.Times.SavepointThatCannotBeWritten(cluster.Kafka.Flink);

    [Fact]
    public Task A_version_that_cannot_read_the_savepoint_is_taken_back_and_the_former_one_goes_on() =>
        cluster.Times.SavepointThatDoesNotFit();

    [LongFact]
    public Task A_job_whose_savepoint_cannot_be_taken_is_upgraded_from_its_newest_checkpoint_and_writes_each_record_once() =>
        cluster.Times.UpgradedFromTheLastState(cluster.Kafka.Flink);

    [Fact]
    public Task Two_upgrades_at_once_never_run_two_copies() => cluster.Times.TwoUpgradesAtOnce();

    [LongFact]
    public Task An_upgrade_that_is_aborted_at_its_last_gate_gives_way_to_the_former_version() =>
        cluster.Times.AbortedAtTheLastGate();

    [Fact]
    public Task Altering_or_deleting_a_topic_names_the_job_that_reads_it() => cluster.Times.TopicOfARunningJob();

    [LongFact]
    public Task A_topic_that_is_deleted_under_a_job_is_named_by_its_status_until_it_is_there_again() =>
        cluster.Times.TopicDeletedUnderTheJob();

    [Fact]
    public Task A_session_that_expires_while_it_is_used_is_opened_again_and_starts_nothing() =>
        ExpiredSession.Play(cluster.World);

    [Fact]
    public Task Words_are_proposed_where_somebody_writes_by_one_session_that_is_kept() =>
        CompletedStatements.Play(cluster.World);

    /// <summary>One cluster and one worker for all.</summary>
    public sealed class Cluster : IAsyncLifetime
    {
        internal LocalKafka Kafka { get; private set; } = null!;

        internal WorkerWorld World { get; private set; } = null!;

        internal HardTimes Times { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Kafka = await LocalKafka.Start(brokers: 1);
            World = await WorkerWorld.OnFlink(Kafka.Bootstrap, Kafka.Flink, Kafka.SqlGateway);
            foreach (var topic in HardTimes.Topics)
            {
                await World.SeeTopic(topic);
            }

            await World.StartWorker(
                settings: [("Portal:Applying:VerifyWithin", "00:00:15"), ("Portal:Applying:LookEvery", "00:00:00.5")]
            );
            Times = new(
                World,
                (topic, lines) => Produce.Lines(Kafka.Bootstrap, topic, lines),
                (topic, count) => Produce.Committed(Kafka.Bootstrap, topic, count)
            );
        }

        public async Task DisposeAsync()
        {
            await World.DisposeAsync();
            await Kafka.DisposeAsync();
        }
    }
}
