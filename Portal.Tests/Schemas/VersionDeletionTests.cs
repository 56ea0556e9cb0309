using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Teams;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;
using Portal.Tests.Applying;
using Portal.Workers.Collecting.Schemas;

namespace Portal.Tests.Schemas;

/// <summary>Versions and whole subjects deleted, softly and permanently, judged by who would miss them, and taken back.</summary>
public sealed class VersionDeletionTests : IAsyncLifetime
{
    private const string Subject = "orders-value";
    private static readonly string First = SchemaWorlds.Order("id");
    private static readonly string Second = SchemaWorlds.Order("id", SchemaWorlds.Optional("note"));
    private static readonly string Third = SchemaWorlds.Order("nr");
    private readonly WorkerWorld _world = new();

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.RegisterBehindUs(Subject, First);
        await _world.ManageSchema(Subject, Second, CompatibilityLevel.Full);
        _world.Readers.WrittenPerSecond = 0;
        await _world.ReadRegistry();
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task The_newest_version_goes_and_the_one_before_is_what_is_wanted()
    {
        await _world.SeeVersions(Subject);
        await _world.StartWorker();

        await Ends(await _world.Ask(Without(First, new VersionDeletion(2))));

        (await _world.LiveSchema(Subject))!.Newest.ShouldBe(new(1, 1));
        (await Versions()).Deleted.ShouldBe([2]);
        await using var db = await _world.Open();
        var spec = (await db.Set<Resource>().SingleAsync(r => r.Name == Subject)).Spec;
        spec.ShouldContain("\"deletedVersions\"");
    }

    [Fact]
    public async Task An_older_version_goes_permanently_and_its_id_with_it()
    {
        await _world.SeeVersion(Subject, 1, 41);
        await _world.StartWorker();

        var view = await Ends(await _world.Ask(Without(Second, new VersionDeletion(1, IsPermanent: true))));

        (await Versions()).There.ShouldBe([2]);
        (await Versions()).Deleted.ShouldBeEmpty();
        view.Plan!.Steps.Select(step => step.Word).ShouldBe(["delete-version", "delete-version-permanently"]);
    }

    [Fact]
    public async Task A_subject_goes_permanently_with_what_was_deleted_softly_before()
    {
        await _world.Registry.DeleteVersion(Subject, 1, SchemaWorlds.Soon, CancellationToken.None);
        await _world.SeeVersion(Subject, 1, 41);
        await _world.SeeVersion(Subject, 2, 2);
        await _world.StartWorker();

        var view = await Ends(await _world.Ask(Permanently(Subject)));

        view.Plan!.Steps.Select(step => step.Word).ShouldBe(["delete-subject", "delete-subject-permanently"]);
        (await Versions()).Deleted.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_version_that_was_deleted_before_it_was_seen_makes_its_records_unknown()
    {
        await _world.SeeVersion(Subject, 2, 2);

        var view = await Planned(Permanently(Subject));

        view.Check("records").Verdict.ShouldBe(CheckVerdict.Unknown);
        view.Check("records").Words.ShouldContain("has an id that the portal never saw");
    }

    [Fact]
    public async Task A_subject_that_was_made_again_since_it_was_seen_makes_its_records_unknown()
    {
        await SeeSample(77, 78);
        await _world.SeeVersions(Subject);
        (await Planned(Permanently(Subject))).Check("records").Verdict.ShouldBe(CheckVerdict.Passed);

        await _world.Registry.DeleteSubject(Subject, SchemaWorlds.Soon, CancellationToken.None);
        await _world.Registry.DeleteSubjectPermanently(Subject, SchemaWorlds.Soon, CancellationToken.None);
        await _world.RegisterBehindUs(Subject, Third);
        await _world.RegisterBehindUs(Subject, First);

        (await Planned(Permanently(Subject))).Check("records").Verdict.ShouldBe(CheckVerdict.Unknown);

        await using var db = await _world.Open();
        var dev = await SeenWorlds.Dev(db);
        for (var minute = 0; minute < 10; minute++)
        {
            var now = TimeProvider.System.GetUtcNow().AddMinutes(minute);
            var reading = new SubjectReading(
                new SharedAnswers(_world.Registry, new()),
                db,
                dev,
                "http://registry.test",
                now,
                TimeProvider.System
            );
            var read = await reading.Read(CancellationToken.None);
            await new SubjectRows(db, dev, now).Write(read, before: null, CancellationToken.None);
            await db.SaveChangesAsync();
        }

        var seen = await db.Set<SeenSchema>().Where(s => s.Subject == Subject).OrderBy(s => s.Version).ToListAsync();
        seen.Select(s => (s.Version, s.SchemaId, s.Text)).ShouldBe([(1, 3, Third), (2, 4, First)]);
    }

    [Fact]
    public async Task Of_a_subject_that_is_gone_nothing_is_deleted_permanently()
    {
        await _world.Registry.DeleteSubject(Subject, SchemaWorlds.Soon, CancellationToken.None);

        (await Planned(Permanently(Subject))).Row.StatusMessage!.ShouldContain("otherwise it isn't known what goes");
    }

    [Fact]
    public async Task A_subject_comes_back_with_all_its_versions_when_its_change_is_rolled_back()
    {
        _world.Registry.Refuses = "other-value";
        await _world.StartWorker();
        var change = await _world.Ask(SchemaWorlds.Delete(Subject), SchemaWorlds.Register("other-value", First));

        await Ends(change, ChangeState.RolledBack);

        var live = (await _world.LiveSchema(Subject))!;
        (live.Newest, live.Text, live.Level).ShouldBe((new(4, 2), Second, CompatibilityLevel.Full));
        (await Versions()).There.ShouldBe([3, 4]);
        await using var db = await _world.Open();
        (await db.Set<Resource>().SingleAsync(r => r.Name == Subject)).GoneAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_newest_version_that_comes_back_as_another_schema_is_not_taken_back()
    {
        (_world.Registry.HadRules, _world.Registry.Refuses) = (Second, "other-value");
        await _world.SeeVersions(Subject);
        await _world.StartWorker();
        var change = await _world.Ask(
            Without(First, new VersionDeletion(2)),
            SchemaWorlds.Register("other-value", First)
        );

        var view = await Ends(change, ChangeState.Stuck);

        view.Row.StatusMessage!.ShouldContain(
            "Version 2 of orders-value was registered again and got id 3 instead of 2, so it is another schema"
        );
        (await _world.LiveSchema(Subject))!.Level.ShouldBe(CompatibilityLevel.Full);
    }

    [Theory]
    [InlineData(false, "Version 3 of orders-value, registered after version 2 was deleted, has id 3 instead of 2")]
    [InlineData(true, "Version 4 of orders-value, registered after this change had deleted it, has id 3")]
    public async Task What_came_back_as_another_schema_is_not_called_somebody_elses_at_the_next_try(
        bool isSubject,
        string words
    )
    {
        (_world.Registry.HadRules, _world.Registry.Refuses) = (Second, "other-value");
        await _world.SeeVersions(Subject);
        await _world.StartWorker();
        var change = await _world.Ask(
            isSubject ? SchemaWorlds.Delete(Subject) : Without(First, new VersionDeletion(2)),
            SchemaWorlds.Register("other-value", First)
        );
        (await Ends(change, ChangeState.Stuck)).Row.StatusMessage!.ShouldContain("got id 3 instead of 2");

        var onCall = await _world.Person(Role.OnCall, SeededStructure.Payments);
        (
            await _world.Get<RunControl>().Retry(onCall, change, CancellationToken.None)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();

        var again = (await _world.Reaches(change, ChangeState.Stuck)).Row.StatusMessage!;
        again.ShouldContain(words);
        again.ShouldNotContain("Somebody else");
    }

    [Fact]
    public async Task A_subject_of_a_context_comes_back_with_its_own_texts_though_their_ids_stand_for_others_elsewhere()
    {
        const string eu = ":.eu:orders-value";
        var newest = SchemaWorlds.Order("nr", SchemaWorlds.Optional("note"));
        await _world.RegisterBehindUs(eu, Third);
        await _world.ManageSchema(eu, newest, CompatibilityLevel.Full);
        (await _world.LiveSchema(eu))!.Newest.ShouldBe(new(2, 2), "as the newest of the other subject");
        _world.Registry.Refuses = "other-value";
        await _world.StartWorker();
        var change = await _world.Ask(SchemaWorlds.Delete(eu), SchemaWorlds.Register("other-value", First));

        await Ends(change, ChangeState.RolledBack);

        var live = (await _world.LiveSchema(eu))!;
        (live.Newest, live.Text).ShouldBe((new(4, 2), newest));
        var former = await _world.Registry.Version(eu, 3, evenDeleted: false, CancellationToken.None);
        former!.Schema.Text.ShouldBe(Third);
    }

    [Fact]
    public async Task A_subject_comes_back_from_a_registry_that_shows_nothing_of_one_without_versions()
    {
        _world.Registry.HidesDeletedSubjects = true;
        _world.Registry.Refuses = "other-value";
        await _world.StartWorker();
        var change = await _world.Ask(SchemaWorlds.Delete(Subject), SchemaWorlds.Register("other-value", First));

        await Ends(change, ChangeState.RolledBack);

        (await _world.LiveSchema(Subject))!.Newest.ShouldBe(new(4, 2));
    }

    [Fact]
    public async Task A_version_comes_back_with_what_it_refers_to_and_in_its_own_format()
    {
        const string bill = "bill-value";
        var money = new SchemaReference("money.proto", "money", 1);
        var proto = new RegistryText(SchemaType.Protobuf, "syntax = \"proto3\"; message Bill { }", [money]);
        await _world.Registry.Register(bill, proto, SchemaWorlds.Soon, CancellationToken.None);
        await _world.ManageSchema(bill, Third, CompatibilityLevel.None);
        _world.Registry.Refuses = "other-value";
        await _world.StartWorker();
        var change = await _world.Ask(SchemaWorlds.Delete(bill), SchemaWorlds.Register("other-value", First));

        await Ends(change, ChangeState.RolledBack);

        var former = (await _world.Registry.Version(bill, 3, evenDeleted: false, CancellationToken.None))!.Schema;
        (former.Type, former.Text, former.References.Single()).ShouldBe((proto.Type, proto.Text, money));
        (await _world.LiveSchema(bill))!.Type.ShouldBe(SchemaType.Avro);
    }

    [Fact]
    public async Task Records_that_carry_an_id_that_goes_for_good_are_named()
    {
        await _world.SeeVersion(Subject, 1, 41);
        await _world.SeeVersion(Subject, 2, 2);
        await SeeSample(41, 2);

        var view = await Planned(Without(Second, new VersionDeletion(1, IsPermanent: true)));

        var (verdict, words) = view.Check("records");
        verdict.ShouldBe(CheckVerdict.NeedsOverride);
        words.ShouldStartWith("60 of the newest 80 records of topic orders carry id 41 in their values, looked at ");
        words.ShouldEndWith(
            " ago. After a permanent deletion the registry no longer answers by id: nobody can decode them."
        );
        view.Plan!.RiskReasons[0]
            .Words.ShouldBe("Records of orders can't be decoded any more: 60 of the newest 80 carry an id that goes.");
    }

    [Fact]
    public async Task Records_that_carry_the_id_of_a_version_that_goes_softly_are_named_and_weigh_as_much_as_a_subjects()
    {
        await _world.SeeVersion(Subject, 1, 41);
        await _world.SeeVersion(Subject, 2, 2);
        await SeeSample(41, 2);

        var view = await Planned(Without(Second, new VersionDeletion(1)));

        var (verdict, words) = view.Check("records");
        verdict.ShouldBe(CheckVerdict.NeedsOverride);
        words.ShouldStartWith("60 of the newest 80 records of topic orders carry id 41 in their values");
        words.ShouldEndWith("By id the registry still answers after a deletion, until it is deleted permanently.");
        view.Plan!.RiskBand.ShouldBe(RiskBand.High);
        view.Plan.RiskReasons[0]
            .Words.ShouldBe("Records of orders carry the id of version 1 of orders-value: 60 of the newest 80.");
    }

    [Fact]
    public async Task A_version_whose_id_no_record_carries_goes_softly_with_less_risk()
    {
        await _world.SeeVersion(Subject, 1, 41);
        await _world.SeeVersion(Subject, 2, 2);
        await SeeSample(2, 43);

        var view = await Planned(Without(Second, new VersionDeletion(1)));

        view.Check("records").Verdict.ShouldBe(CheckVerdict.Passed);
        view.Plan!.RiskBand.ShouldNotBe(RiskBand.High);
    }

    [Theory]
    [InlineData("copy-value")]
    [InlineData(":.:copy-value")]
    public async Task An_id_that_another_subject_has_as_well_still_answers(string other)
    {
        await _world.SeeVersion(Subject, 1, 41);
        await _world.SeeVersion(other, 1, 41);
        await SeeSample(41, 2);

        var view = await Planned(Without(Second, new VersionDeletion(1, IsPermanent: true)));

        view.Check("records").Verdict.ShouldNotBe(CheckVerdict.NeedsOverride);
    }

    [Fact]
    public async Task An_id_that_subjects_share_is_kept_by_none_that_the_same_change_deletes_permanently()
    {
        const string copy = "copy-value";
        await _world.ManageSchema(copy, First);
        await _world.SeeVersions(Subject);
        await _world.SeeVersions(copy);
        await SeeSample(1, 43);
        (await Planned(Permanently(Subject))).Check("records").Verdict.ShouldBe(CheckVerdict.Passed);

        var change = await _world.Ask(Permanently(Subject), Permanently(copy));
        await _world.PlanAll();

        var view = await _world.View(change);
        foreach (var subject in (string[])[Subject, copy])
        {
            var (verdict, words) = view.Check($"records · {subject}");
            verdict.ShouldBe(CheckVerdict.NeedsOverride);
            words.ShouldStartWith("60 of the newest 80 records of topic orders carry id 1 in their values");
        }

        view.Plan!.RiskReasons.Count(reason => reason.Points == 90).ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_id_is_kept_by_a_version_of_another_subject_unless_the_same_change_deletes_it_permanently(
        bool isPermanent
    )
    {
        const string copy = "copy-value";
        await _world.RegisterBehindUs(copy, First);
        await _world.ManageSchema(copy, Third, CompatibilityLevel.Full);
        await _world.SeeVersions(Subject);
        await _world.SeeVersions(copy);
        await SeeSample(1, 2);

        var change = await _world.Ask(
            Without(Second, new VersionDeletion(1, IsPermanent: true)),
            Without(copy, Third, new VersionDeletion(1, isPermanent))
        );
        await _world.PlanAll();

        var (verdict, words) = (await _world.View(change)).Check($"records · {Subject}");
        (verdict == CheckVerdict.NeedsOverride).ShouldBe(isPermanent, words);
    }

    [Fact]
    public async Task An_id_that_only_a_subject_of_another_context_has_as_well_stands_for_another_schema_there()
    {
        await _world.SeeVersion(Subject, 1, 41);
        await _world.SeeVersion(":.eu:copy-value", 1, 41);
        await SeeSample(41, 2);

        var view = await Planned(Without(Second, new VersionDeletion(1, IsPermanent: true)));

        view.Check("records").Verdict.ShouldBe(CheckVerdict.NeedsOverride);
    }

    [Fact]
    public async Task Of_a_subject_of_a_context_only_those_of_the_same_one_keep_an_id()
    {
        const string eu = ":.eu:orders-value";
        await _world.ManageSchema(eu, First, CompatibilityLevel.Full);
        await _world.SeeVersion(eu, 1, 1);
        await _world.SeeVersion(Subject, 1, 1);
        await SeeSample(1, 2);
        (await Planned(Permanently(eu))).Check("records").Verdict.ShouldBe(CheckVerdict.NeedsOverride);

        await _world.SeeVersion(":.eu:copy-value", 1, 1);

        (await Planned(Permanently(eu))).Check("records").Verdict.ShouldNotBe(CheckVerdict.NeedsOverride);
    }

    [Fact]
    public async Task A_subject_that_refers_to_another_version_is_not_in_the_way()
    {
        await _world.SeeVersion("invoices-value", 1, 50, new SchemaReference("Order", Subject, 2));

        (await Planned(Without(Second, new VersionDeletion(1))))
            .Check("references")
            .Verdict.ShouldBe(CheckVerdict.Passed);

        await _world.SeeVersion("refunds-value", 1, 51, new SchemaReference("Order", Subject, 1));
        (await Planned(Without(Second, new VersionDeletion(1))))
            .Check("references")
            .ShouldBe(
                (CheckVerdict.NeedsOverride, "refunds-value refers to it. The registry may refuse to delete it.")
            );
    }

    [Theory]
    [InlineData(":.eu:bills-value", ":.eu:orders-value", true)]
    [InlineData(":.eu:bills-value", Subject, false)]
    [InlineData(":.us:bills-value", Subject, true)]
    [InlineData("bills-value", Subject, true)]
    [InlineData("bills-value", ":.eu:orders-value", false)]
    public async Task A_reference_without_a_context_counts_for_the_subject_in_that_of_what_refers_and_without_one_there_for_the_one_of_its_name(
        string referrer,
        string deleted,
        bool isCounted
    )
    {
        await _world.ManageSchema(":.eu:orders-value", First, CompatibilityLevel.Full);
        await _world.SeeVersions(":.eu:orders-value");
        await _world.SeeVersion(referrer, 1, 50, new SchemaReference("Order", Subject, 1));

        var expected = isCounted
            ? (CheckVerdict.NeedsOverride, $"{referrer} refers to it. The registry may refuse to delete it.")
            : (CheckVerdict.Passed, "No other subject refers to it.");
        (await Planned(SchemaWorlds.Delete(deleted))).Check("references").ShouldBe(expected);
    }

    private static ResourceDraft Without(string text, params VersionDeletion[] deletions) =>
        Without(Subject, text, deletions);

    private static ResourceDraft Without(string subject, string text, params VersionDeletion[] deletions) =>
        SchemaWorlds.Change(subject, text, CompatibilityLevel.Full) is var draft
            ? draft with
            {
                Spec = ((SchemaSpec)draft.Spec!) with { DeletedVersions = [.. deletions] },
            }
            : draft;

    private async Task<ChangeView> Ends(ChangeId change, ChangeState state = ChangeState.Applied)
    {
        await _world.Reaches(change, ChangeState.PendingApproval);
        await _world.Approve(change);
        return await _world.Reaches(change, state);
    }

    private static ResourceDraft Permanently(string subject) =>
        SchemaWorlds.Delete(subject) with
        {
            IsPermanent = true,
        };

    private async Task<SubjectVersions> Versions() =>
        await _world.Registry.AllVersions(Subject, CancellationToken.None);

    private async Task<ChangeView> Planned(ResourceDraft draft)
    {
        var change = await _world.Ask(draft);
        await _world.PlanAll();
        return await _world.View(change);
    }

    // The newest records of the subject's topic: 60 with the first id, 20 with the other.
    private async Task SeeSample(int most, int other)
    {
        await _world.SeeTopic("orders");
        await using var db = await _world.Open();
        var (dev, now) = (await SeenWorlds.Dev(db), TimeProvider.System.GetUtcNow());
        db.Set<SchemaSample>()
            .Add(
                new SchemaSample
                {
                    ClusterId = dev,
                    Topic = "orders",
                    TopicId = default,
                    Records = 80,
                    Ids = [new(RecordPart.Value, most, 60, 6_000, now), new(RecordPart.Value, other, 20, 2_000, now)],
                    Carried = [most, other],
                    TakenAt = now,
                    TriedAt = now,
                }
            );
        await db.SaveChangesAsync();
    }
}
