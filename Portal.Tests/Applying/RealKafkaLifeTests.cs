using Portal.Core.Changes;
using Portal.Tests.Kit;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Applying;

/// <summary>The same life on Apache Kafka itself, over the wire.</summary>
public sealed class RealKafkaLifeTests
{
    [FullRunFact]
    public async Task A_topic_is_made_changed_grown_and_deleted()
    {
        await using var kafka = await RealKafka.Start();
        var world = await On(kafka.Bootstrap);
        await world.StartWorker();
        var made = await world.Ask(Create("life.real", partitions: 4));
        await world.Reaches(made, ChangeState.Applied);
        (await kafka.Tool("topics", "--describe", "--topic", "life.real")).ShouldContain("PartitionCount: 4");

        var changed = await world.Ask(Update("life.real", 6, ("retention.ms", "3600000")));
        await world.Reaches(changed, ChangeState.PendingApproval);
        await world.Approve(changed);
        await world.Reaches(changed, ChangeState.Applied);
        var told = await kafka.Tool("topics", "--describe", "--topic", "life.real");
        told.ShouldContain("PartitionCount: 6");
        told.ShouldContain("retention.ms=3600000");

        // Kafka answers with spellings of its own.
        var spelled = await world.Ask(
            Update(
                "life.real",
                6,
                ("retention.ms", "+03600000"),
                ("min.cleanable.dirty.ratio", "0.40"),
                ("cleanup.policy", "delete, compact")
            )
        );
        await world.Reaches(spelled, ChangeState.Applied);
        (await kafka.Tool("topics", "--describe", "--topic", "life.real")).ShouldContain(
            "min.cleanable.dirty.ratio=0.4"
        );

        var deleted = await world.Ask(Delete("life.real"));
        await world.Reaches(deleted, ChangeState.Applied);
        (await kafka.Tool("topics", "--list")).ShouldNotContain("life.real");
        await world.DisposeAsync();
    }
}
