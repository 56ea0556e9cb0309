using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Judging;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Jobs;

namespace Portal.Tests.Changes;

/// <summary>Who owns a topic approves the jobs that begin to read or write it: records don't leave a team past its access grants.</summary>
public sealed class DataOwnerTests(ChangeWorld world) : IClassFixture<ChangeWorld>
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task A_job_that_begins_to_read_another_teams_topic_needs_that_team()
    {
        await Manage(TopicKind.Word, "data.theirs", SeededStructure.Logistics);
        await Manage(TopicKind.Word, "data.ours", SeededStructure.Payments);

        (await Asked("data-new", Copy("data.theirs", "data.ours"))).ShouldBe(["Logistics"]);
        (await Asked("data-new", Copy("data.ours", "data.theirs"))).ShouldBe(["Logistics"]);
        (await Asked("data-new", Copy("data.ours", "data.ours"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Platform_answers_for_a_topic_that_nobody_owns_unless_the_change_makes_it()
    {
        await Manage(TopicKind.Word, "data.made", SeededStructure.Payments);
        var copy = Copy("data.nobodys", "data.made");

        (await Asked("data-stray", copy)).ShouldBe(["Platform"]);
        (await Asked("data-stray", Copy("data.made", "data.nobodys"))).ShouldBe(["Platform"]);
        await Manage(JobKind.Word, "data-stray", SeededStructure.Payments, copy);
        (await Asked("data-stray", Copy("data.nobodys", "data.made", "LOWER"))).ShouldBeEmpty("it was approved");
        (await Asked("data-along", Copy("data.made", "data.along"), beside: "data.along")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_job_uses_already_was_approved_and_writing_is_more_than_reading()
    {
        await Manage(TopicKind.Word, "data.read", SeededStructure.Logistics);
        await Manage(TopicKind.Word, "data.copy", SeededStructure.Payments);
        await Manage(JobKind.Word, "data-old", SeededStructure.Payments, Copy("data.read", "data.copy"));

        (await Asked("data-old", Copy("data.read", "data.copy", "LOWER"))).ShouldBeEmpty();
        (await Asked("data-old", Copy("data.copy", "data.read"))).ShouldBe(["Logistics"]);
    }

    [Fact]
    public async Task What_another_teams_job_of_that_name_uses_was_not_approved_for_this_one()
    {
        await Manage(TopicKind.Word, "data.lent", SeededStructure.Logistics);
        await Manage(TopicKind.Word, "data.mine", SeededStructure.Payments);
        var copy = Copy("data.lent", "data.mine");
        await Manage(JobKind.Word, "data-namesake", SeededStructure.Logistics, copy);

        (await Asked("data-namesake", copy)).ShouldBe(["Logistics"]);
    }

    [Fact]
    public async Task What_a_request_says_that_it_edits_is_not_believed()
    {
        await Manage(TopicKind.Word, "data.secret", SeededStructure.Logistics);
        await Manage(TopicKind.Word, "data.open", SeededStructure.Payments);
        await Manage(JobKind.Word, "data-edit", SeededStructure.Payments, Copy("data.open", "data.open"));
        var secret = Copy("data.secret", "data.open");

        (await Asked("data-edit", secret, from: secret)).ShouldBe(["Logistics"]);
    }

    [Fact]
    public void A_step_of_its_own_is_added_before_overrides_and_a_teams_own_step_serves_for_both()
    {
        var (ours, theirs) = (new TeamId(1), new TeamId(2));
        StepDraft[] steps = [new(1, "Owning team", ours, 2, false, [0]), new(2, "Override: slots", ours, 1, true, [0])];

        DataOwner
            .Approve(steps, [new(theirs, "Logistics", [0])])
            .Select(s => (s.Ordinal, s.Title, s.Team))
            .ShouldBe([(1, "Owning team", ours), (2, "Data owner: Logistics", theirs), (3, "Override: slots", ours)]);
        var one = DataOwner.Approve(steps, [new(ours, "Payments", [1])]);
        one.Select(s => s.Title).ShouldBe(["Owning team", "Override: slots"]);
        one[0].Resources.ShouldBe([0, 1]);
    }

    [Fact]
    public async Task A_plan_whose_data_came_to_be_owned_by_a_team_that_was_not_asked_does_not_hold()
    {
        await Manage(TopicKind.Word, "data.late", SeededStructure.Logistics);
        await using var db = await world.Open();
        var owners = await Owners(db, await Change("data-late", Copy("data.late", "data.late")));

        (await DataOwner.Unasked(db, new PlanId(long.MaxValue), owners, Never))!.ShouldContain("Logistics");
        (await DataOwner.Unasked(db, new PlanId(long.MaxValue), [], Never)).ShouldBeNull();
    }

    private static JobSpec Copy(string from, string to, string act = "UPPER") =>
        JobWorlds.Spec($"INSERT INTO main.`{to}` SELECT {act}(`value`) FROM main.`{from}`");

    /// <param name="beside">A topic that the same change creates.</param>
    private async Task<IReadOnlyList<string>> Asked(
        string job,
        JobSpec wanted,
        JobSpec? from = null,
        string? beside = null
    )
    {
        await using var db = await world.Open();
        var change = await Change(job, wanted, from);
        if (beside is not null)
        {
            var spec = CoreJson.Write(new TopicSpec(3, 3, TopicSpec.NoConfigs, ""));
            change.Resources.Add(await Requested(db, 1, TopicKind.Word, beside, spec));
        }

        return [.. (await Owners(db, change)).Select(owner => owner.Title)];
    }

    private async Task<IReadOnlyList<DataOwner>> Owners(PortalDb db, Change change)
    {
        var platform = await db.Set<Team>().SingleAsync(t => t.Name == Team.PlatformName);
        return await DataOwner.Of(db, world.Get<ResourceKinds>(), change, platform, Never);
    }

    private async Task<Change> Change(string job, JobSpec wanted, JobSpec? from = null)
    {
        await using var db = await world.Open();
        var now = TimeProvider.System.GetUtcNow();
        return new()
        {
            Title = "For a test",
            Reason = "For a test.",
            State = ChangeState.Planning,
            Environment = SeededStructure.Dev,
            Actor = new Actor("ada", ActorVia.Page),
            Authors = ["ada"],
            CreatedAt = now,
            UpdatedAt = now,
            ExpiresAt = now,
            Resources = [await Requested(db, 0, JobKind.Word, job, CoreJson.Write(wanted), from)],
        };
    }

    private static async Task<ChangeResource> Requested(
        PortalDb db,
        int ordinal,
        ResourceKind kind,
        string name,
        string wanted,
        JobSpec? from = null
    ) =>
        new()
        {
            Ordinal = ordinal,
            Kind = kind,
            Operation = from is null ? ResourceOperation.Create : ResourceOperation.Update,
            ClusterId = await Cluster(db),
            Name = name,
            LockKey = name,
            OwnerTeamId = (await db.Set<Team>().SingleAsync(t => t.Name == SeededStructure.Payments)).Id,
            Wanted = wanted,
            Base = from is null ? null : CoreJson.Write(from),
        };

    private Task Manage(ResourceKind kind, string name, string team, ResourceSpec? spec = null) =>
        world.Manage(kind, name, spec ?? new TopicSpec(3, 3, TopicSpec.NoConfigs, team), team);

    private static async Task<ClusterId> Cluster(PortalDb db) =>
        (await db.Set<Cluster>().SingleAsync(c => c.Name == "main")).Id;
}
