using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Schemas;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;
using Portal.Tests.Applying;
using Portal.Tests.CrashMatrix;
using Portal.Tests.Kit;
using Portal.Workers.Applying;

namespace Portal.Tests.Schemas;

/// <summary>
/// Nodes of a registry that answer from a copy which is behind: neither the way back nor what follows a deletion goes by it. What somebody else did looks the same
/// at first.
/// </summary>
public sealed class LaggingRegistryTests : IAsyncLifetime
{
    private const string Subject = "orders-value";
    private const string Refused = "other-value";
    private static readonly string First = SchemaWorlds.Order("id");
    private static readonly string Second = SchemaWorlds.Order("id", SchemaWorlds.Optional("note"));
    private static readonly string Third = SchemaWorlds.Order(
        "id",
        SchemaWorlds.Optional("note"),
        SchemaWorlds.Optional("more")
    );
    private readonly WorkerWorld _world = new();
    private LaggingRegistry _registry = null!;
    private int _tries;

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.RegisterBehindUs(Subject, First);
        await _world.ManageSchema(Subject, Second, CompatibilityLevel.Backward);
        _world.Readers.WrittenPerSecond = 0;
        _world.Registry.Refuses = Refused;
        await _world.ReadRegistry();
        await _world.SeeVersions(Subject);
        _registry = new(_world.Registry, await Copy());
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_version_that_a_node_does_not_show_yet_is_taken_back_all_the_same()
    {
        _registry.IsBehind = _ => _registry.HasRefused;

        await Reaches(await Begun(Change(Third), Other), ChangeState.RolledBack);

        (await Versions()).There.ShouldBe([1, 2]);
        (await Versions()).Deleted.ShouldBe([3]);
    }

    [Fact]
    public async Task A_level_that_a_node_shows_as_it_was_is_set_back_all_the_same()
    {
        _registry.IsBehind = _ => _registry.HasRefused;

        await Reaches(await Begun(Change(Second, CompatibilityLevel.Full), Other), ChangeState.RolledBack);

        (await _world.LiveSchema(Subject))!.Level.ShouldBe(CompatibilityLevel.Backward);
    }

    [Fact]
    public async Task A_version_that_a_node_does_not_show_yet_is_taken_back_though_the_registry_failed_at_the_first_try()
    {
        IsBehindFor(tries: int.MaxValue);

        await Reaches(
            await Begun(
                services =>
                    services.Replace(
                        ServiceDescriptor.Singleton<IStepJournal>(provider => new HookedJournal(
                            ActivatorUtilities.CreateInstance<StepJournal>(provider),
                            new UndoIntended(() => _registry.IsDown = true)
                        ))
                    ),
                Change(Third),
                Other
            ),
            ChangeState.RolledBack
        );

        _tries.ShouldBeGreaterThan(1);
        (await Versions()).There.ShouldBe([1, 2]);
        (await Versions()).Deleted.ShouldBe([3]);
    }

    [Fact]
    public async Task A_level_that_somebody_set_on_a_new_subject_meanwhile_stays()
    {
        const string fresh = "fresh-value";
        var theirs = CompatibilityLevel.ForwardTransitive;
        _registry.Meanwhile = () => _world.Registry.SetLevel(fresh, theirs, SchemaWorlds.Soon, CancellationToken.None);

        await Reaches(
            await Begun(SchemaWorlds.Register(fresh, First, CompatibilityLevel.Full), Other),
            ChangeState.RolledBack
        );

        (await _world.Registry.Level(fresh, CancellationToken.None)).ShouldBe(theirs);
    }

    [Fact]
    public async Task A_subject_that_a_node_still_shows_is_not_taken_for_one_that_came_back()
    {
        IsBehindFor(tries: 1);

        await Reaches(await Begun(SchemaWorlds.Delete(Subject), Other), ChangeState.RolledBack);

        _tries.ShouldBeGreaterThan(1);
        (await Versions()).There.ShouldBe([3, 4]);
    }

    [Fact]
    public async Task A_version_that_a_node_still_shows_is_not_taken_for_one_that_came_back()
    {
        IsBehindFor(tries: 1);

        await Reaches(await Begun(Without(First, new VersionDeletion(2)), Other), ChangeState.RolledBack);

        _tries.ShouldBeGreaterThan(1);
        (await Versions()).There.ShouldBe([1, 3]);
    }

    [Theory]
    [InlineData(true, 3, 4)]
    [InlineData(false, 1, 3)]
    public async Task What_a_node_still_shows_at_every_try_is_registered_again(bool isSubject, int first, int second)
    {
        IsBehindFor(tries: int.MaxValue);

        await Reaches(await Begun(Deletion(isSubject), Other), ChangeState.RolledBack);

        (await Versions()).There.ShouldBe([first, second]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_somebody_restored_meanwhile_counts_as_taken_back(bool isSubject)
    {
        _registry.Meanwhile = () =>
        {
            _world.Registry.Restore(Subject);
            return Task.CompletedTask;
        };

        await Reaches(await Begun(Deletion(isSubject), Other), ChangeState.RolledBack);

        (await Versions()).There.ShouldBe([1, 2]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_somebody_restored_counts_as_taken_back_also_while_its_mode_refuses_a_text_without_its_id(
        bool isSubject
    )
    {
        _registry.Meanwhile = () =>
        {
            _world.Registry.Restore(Subject);
            (_world.Registry.SubjectMode, _world.Registry.Refuses) = ("IMPORT", Subject);
            return _world.Registry.SetLevel(Subject, null, SchemaWorlds.Soon, CancellationToken.None);
        };

        await Reaches(await Begun(Deletion(isSubject), Other), ChangeState.RolledBack);

        (await Versions()).There.ShouldBe([1, 2]);
        (await _world.LiveSchema(Subject))!.Level.ShouldBe(CompatibilityLevel.Backward);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_somebody_registered_anew_meanwhile_is_a_persons_matter_and_stays(bool isSubject)
    {
        _registry.Meanwhile = async () =>
        {
            await _world.Registry.DeleteSubject(Subject, SchemaWorlds.Soon, CancellationToken.None);
            await _world.Registry.DeleteSubjectPermanently(Subject, SchemaWorlds.Soon, CancellationToken.None);
            await _world.RegisterBehindUs(Subject, First);
            await _world.RegisterBehindUs(Subject, Second);
        };

        var view = await _world.Reaches(await Begun(Deletion(isSubject), Other), ChangeState.Stuck);

        view.Row.StatusMessage!.ShouldEndWith(
            "Somebody else registered version 2 of orders-value after this change had deleted it."
        );
        (await Versions()).There.ShouldBe([1, 2]);
    }

    [Fact]
    public async Task What_a_producer_registers_after_a_permanent_deletion_is_a_persons_matter_and_stays()
    {
        _registry.Meanwhile = () => _world.RegisterBehindUs(Subject, First);

        var change = await Begun(SchemaWorlds.Delete(Subject) with { IsPermanent = true });
        var view = await _world.Reaches(change, ChangeState.Stuck);

        view.Row.StatusMessage!.ShouldStartWith("Not as planned in the end: orders-value has version 1 ");
        (await Versions()).There.ShouldBe([1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_change_deletes_permanently_is_first_waited_for_to_be_shown_as_deleted(bool isSubject)
    {
        var looks = 0;
        _registry.IsBehind = question =>
            question == nameof(ISchemaRegistry.AllVersions) && _registry.HasDeleted && looks++ < 3;

        await Reaches(
            await Begun(
                isSubject
                    ? SchemaWorlds.Delete(Subject) with
                    {
                        IsPermanent = true,
                    }
                    : Without(Second, new VersionDeletion(1, IsPermanent: true))
            ),
            ChangeState.Applied
        );

        looks.ShouldBeGreaterThan(3);
        (await Versions()).Deleted.ShouldBeEmpty();
    }

    private static ResourceDraft Other => SchemaWorlds.Register(Refused, First);

    private static ResourceDraft Change(string text, CompatibilityLevel level = CompatibilityLevel.Backward) =>
        SchemaWorlds.Change(Subject, text, level);

    private static ResourceDraft Deletion(bool isSubject) =>
        isSubject ? SchemaWorlds.Delete(Subject) : Without(First, new VersionDeletion(2));

    private static ResourceDraft Without(string text, VersionDeletion deletion) =>
        Change(text) with
        {
            Spec = SchemaWorlds.Spec(text, CompatibilityLevel.Backward) with { DeletedVersions = [deletion] },
        };

    /// <summary>What a node has that learned nothing more.</summary>
    private static async Task<FakeRegistry> Copy()
    {
        var copy = new FakeRegistry();
        foreach (var text in (string[])[First, Second])
        {
            var registered = new RegistryText(SchemaType.Avro, text, ImmutableArray<SchemaReference>.Empty);
            await copy.Register(Subject, registered, SchemaWorlds.Soon, CancellationToken.None);
        }

        await copy.SetLevel(Subject, CompatibilityLevel.Backward, SchemaWorlds.Soon, CancellationToken.None);
        return copy;
    }

    /// <summary>From the refusal on a node is behind in so many tries to take the run back; each begins with the question who answers.</summary>
    private void IsBehindFor(int tries) =>
        _registry.IsBehind = question =>
        {
            _tries += _registry.HasRefused && question == nameof(ISchemaRegistry.GlobalLevel) ? 1 : 0;
            return _registry.HasRefused && _tries <= tries;
        };

    private Task<ChangeId> Begun(params ResourceDraft[] resources) => Begun(_ => { }, resources);

    private async Task<ChangeId> Begun(Action<IServiceCollection> also, params ResourceDraft[] resources)
    {
        var change = await _world.Ask(resources);
        await _world.PlanAll();
        await _world.Agree(change);
        await _world.StartWorker(services =>
        {
            services.AddSingleton<ISchemaRegistries>(_registry);
            also(services);
        });
        return change;
    }

    private Task Reaches(ChangeId change, ChangeState state) => _world.Reaches(change, state);

    private async Task<SubjectVersions> Versions() =>
        await _world.Registry.AllVersions(Subject, CancellationToken.None);

    /// <summary>Something happens right after the run has set out to take a step back.</summary>
    private sealed class UndoIntended(Action then) : IHook
    {
        public bool AsksAt(Moment moment) => false;

        public Task At(Moment moment)
        {
            if (moment is { Direction: StepDirection.Undo, Point: CrashPoint.AfterIntent })
            {
                then();
            }

            return Task.CompletedTask;
        }
    }
}
