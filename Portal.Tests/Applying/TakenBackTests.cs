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
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_record_at_a_leader_that_hasnt_shut_its_door_yet_is_not_deleted()
    {
        var looks = 0;
        _world.Kafka.Everywhere = value =>
        {
            if (++looks < 3)
            {
                return [value, null];
            }

            _world.Kafka.Write("taken.late", 1);
            return [value, value];
        };

        var stuck = await TakenBack("taken.late", ChangeState.Stuck);

        stuck.Row.StatusMessage!.ShouldContain("1 records");
        _world.Kafka.Count("Delete").ShouldBe(0);
    }

    [Fact]
    public async Task While_a_broker_still_takes_writes_the_topic_stays()
    {
        var isShut = false;
        _world.Kafka.Everywhere = value => [value, Volatile.Read(ref isShut) ? value : null];
        var id = await Refused("taken.open");
        await Deadline.Until(async () =>
            (await _world.View(id)).Run?.StatusMessage?.Contains("doesn't refuse writes everywhere") == true
        );
        _world.Kafka.Count("Delete").ShouldBe(0);

        Volatile.Write(ref isShut, true);

        await _world.Reaches(id, ChangeState.RolledBack);
        _world.Kafka.Topic("taken.open").ShouldBeNull();
    }

    [Fact]
    public async Task A_topic_that_may_not_be_deleted_takes_writes_again()
    {
        var stuck = await TakenBack("taken.kept", ChangeState.Stuck, "Delete");

        stuck.Row.StatusMessage!.ShouldContain("Delete is refused");
        _world.Kafka.Topic("taken.kept")!.Configs.ShouldNotContainKey(Door);
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
        await _world.Reaches(await Refused(topic, refused), end);

    /// <summary>Two topics are asked for and the second is refused; from then on so are these acts, once the door is shut.</summary>
    private async Task<ChangeId> Refused(string topic, params string[] acts)
    {
        _world.Kafka.Fault = call =>
            call == "Create" && _world.Kafka.Count("Create") > 0
            || acts.Contains(call) && _world.Kafka.Count("SetConfigs") > 0
                ? new(EngineFault.Final, $"{call} is refused.")
                : null;
        await _world.StartWorker();
        return await _world.Ask(Create(topic), Create($"{topic}.second"));
    }
}
