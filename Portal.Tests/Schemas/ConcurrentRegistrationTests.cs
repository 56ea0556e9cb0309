using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Resources;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;
using Portal.Tests.Applying;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas;

/// <summary>Several people at one subject, on real registries: each text is registered, and nothing is lost.</summary>
public sealed class ConcurrentRegistrationTests
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly string _subject = $"{Path.GetRandomFileName()}-value";

    [Theory, OnBundled, OnApicurio]
    public async Task Two_who_were_planned_on_one_version_are_applied_one_after_the_other(RegistryProduct product)
    {
        await using var world = await WorkerWorld.OnRegistry(await TwoRegistries.Url(product));
        await world.ManageSchema(_subject, SchemaWorlds.Order("id"), CompatibilityLevel.Backward);
        var one = await world.Ask(SchemaWorlds.Change(_subject, With("note")));
        var other = await world.Ask(SchemaWorlds.Change(_subject, With("gift")));
        await world.PlanAll();
        (await world.View(one)).Plan.ShouldNotBeNull();
        (await world.View(other)).Plan.ShouldNotBeNull();

        await world.StartWorker();

        var second = await Deadline.For(async () =>
            await AnyOf(world, ChangeState.PendingApproval, one, other) is { } waiting
            && await AnyOf(world, ChangeState.Applied, one, other) is not null
                ? waiting
                : null
        );
        second.Plan!.Number.ShouldBe(2, "it was planned again on what the first had registered");
        second.Run!.StatusMessage!.ShouldContain($"The newest version of {_subject} was 1");
        second.Checks.ShouldContain(check =>
            check.Name == $"undoes · {_subject}" && check.Verdict == CheckVerdict.NeedsOverride
        );
        await world.Override(second.Row.Id);
        await world.Reaches(second.Row.Id, ChangeState.Applied);
        var texts = await Texts(world);
        texts.Count.ShouldBe(3);
        texts.ShouldContain(text => text.Contains("note"));
        texts.ShouldContain(text => text.Contains("gift"));
    }

    [Theory, OnBundled, OnApicurio]
    public async Task Two_who_create_one_subject_at_once_lose_neither_text(RegistryProduct product)
    {
        await using var world = await WorkerWorld.OnRegistry(await TwoRegistries.Url(product));
        await world.StartWorker();

        var asked = await Task.WhenAll(
            world.Ask(SchemaWorlds.Register(_subject, With("note"))),
            world.Ask(SchemaWorlds.Register(_subject, With("gift")))
        );

        foreach (var change in asked)
        {
            await Deadline.Until(async () =>
                (await world.View(change)).Row.State is ChangeState.Applied or ChangeState.ChangesRequested
            );
        }

        var views = new[] { await world.View(asked[0]), await world.View(asked[1]) };
        views.ShouldContain(view => view.Row.State == ChangeState.Applied);
        (await Texts(world)).Count.ShouldBe(
            views.Count(view => view.Row.State == ChangeState.Applied),
            "what is applied is registered, and nothing else is"
        );
        views
            .Where(view => view.Row.State == ChangeState.ChangesRequested)
            .ShouldAllBe(view => view.Row.StatusMessage!.Contains(_subject));
    }

    [Theory]
    [OnBundled("a/b c%2F-größe?"), OnApicurio("a/b c%2F-größe?")]
    public async Task A_subject_with_strange_characters_is_requested_applied_and_deleted(
        RegistryProduct product,
        string strange
    )
    {
        await using var world = await WorkerWorld.OnRegistry(await TwoRegistries.Url(product));
        var subject = $"{strange}.{_subject}";
        await world.StartWorker();

        await world.Reaches(await world.Ask(SchemaWorlds.Register(subject, With("note"))), ChangeState.Applied);
        (await world.LiveSchema(subject))!.Newest.Version.ShouldBe(1);

        var deletion = await world.Ask(SchemaWorlds.Delete(subject));
        // On a slow machine the world's readings are old by now: who uses it is then unknown, and somebody has to answer for it.
        var decided = await Deadline.For(async () =>
            await AnyOf(world, ChangeState.PendingApproval, deletion)
            ?? await AnyOf(world, ChangeState.Applied, deletion)
        );
        if (decided.Row.State == ChangeState.PendingApproval)
        {
            await world.Agree(deletion);
        }

        await world.Reaches(deletion, ChangeState.Applied);
        (await world.LiveSchema(subject)).ShouldBeNull();
    }

    private static string With(string field) => SchemaWorlds.Order("id", SchemaWorlds.Optional(field));

    private static async Task<ChangeView?> AnyOf(WorkerWorld world, ChangeState state, params ChangeId[] changes)
    {
        foreach (var change in changes)
        {
            if (await world.View(change) is var view && view.Row.State == state)
            {
                return view;
            }
        }

        return null;
    }

    private async Task<IReadOnlyList<string>> Texts(WorkerWorld world)
    {
        var registry = await world.Registry();
        var texts = new List<string>();
        foreach (var version in await registry.Versions(_subject, Never))
        {
            texts.Add((await registry.Version(_subject, version, evenDeleted: false, Never))!.Schema.Text);
        }

        return texts;
    }
}
