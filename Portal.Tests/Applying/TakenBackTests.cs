using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Engines;
using Portal.Tests.Kit;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Applying;

/// <summary>A topic that was made is taken away again, and no record that a broker acknowledged goes with it.</summary>
public sealed class TakenBackTests : IAsyncLifetime
{
    private const string Door = "max.message.bytes";
    private readonly WorkerWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();

    public Task DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_record_at_a_leader_that_hasnt_shut_its_door_yet_is_not_deleted()
    {
        var looks = 0;
        world.Kafka.Everywhere = value =>
        {
            if (++looks < 3)
            {
                return [value, null];
            }

            world.Kafka.Write("taken.late", 1);
            return [value, value];
        };

        var stuck = await TakenBack("taken.late", ChangeState.Stuck);

        stuck.Row.StatusMessage!.ShouldContain("1 records");
        world.Kafka.Count("Delete").ShouldBe(0);
    }

    [Fact]
    public async Task While_a_broker_still_takes_writes_the_topic_stays()
    {
        var isShut = false;
        world.Kafka.Everywhere = value => [value, Volatile.Read(ref isShut) ? value : null];
        var id = await Refused("taken.open");
        await Deadline.Until(async () =>
            (await world.View(id)).Run?.StatusMessage?.Contains("doesn't refuse writes everywhere") == true
        );
        world.Kafka.Count("Delete").ShouldBe(0);

        Volatile.Write(ref isShut, true);

        await world.Reaches(id, ChangeState.RolledBack);
        world.Kafka.Topic("taken.open").ShouldBeNull();
    }

    [Fact]
    public async Task A_topic_that_may_not_be_deleted_takes_writes_again()
    {
        var stuck = await TakenBack("taken.kept", ChangeState.Stuck, "Delete");

        stuck.Row.StatusMessage!.ShouldContain("Delete is refused");
        world.Kafka.Topic("taken.kept")!.Configs.ShouldNotContainKey(Door);
    }

    [Fact]
    public async Task A_topic_that_stays_shut_says_what_a_person_has_to_do()
    {
        var stuck = await TakenBack("taken.shut", ChangeState.Stuck, "Delete", "SetConfigs");

        stuck.Row.StatusMessage!.ShouldContain("Delete is refused");
        stuck.Row.StatusMessage!.ShouldContain($"{Door}=0");
        stuck.Row.StatusMessage!.ShouldContain("set it back to its default");
    }

    private async Task<ChangeView> TakenBack(string topic, ChangeState end, params string[] refused) =>
        await world.Reaches(await Refused(topic, refused), end);

    /// <summary>Two topics are asked for and the second is refused; from then on so are these acts, once the door is shut.</summary>
    private async Task<ChangeId> Refused(string topic, params string[] acts)
    {
        world.Kafka.Fault = call =>
            call == "Create" && world.Kafka.Count("Create") > 0
            || acts.Contains(call) && world.Kafka.Count("SetConfigs") > 0
                ? new(EngineFault.Final, $"{call} is refused.")
                : null;
        await world.StartWorker();
        return await world.Ask(Create(topic), Create($"{topic}.second"));
    }
}
