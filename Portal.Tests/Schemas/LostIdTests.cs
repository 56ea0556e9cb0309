using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Tests.Applying;
using Portal.Workers.Collecting.Schemas;

namespace Portal.Tests.Schemas;

/// <summary>A subject's newest version has another id than a change left it: whether the former one still answers.</summary>
public sealed class LostIdTests : IAsyncLifetime
{
    private const string Subject = "orders-value";
    private static readonly string First = SchemaWorlds.Order("id");
    private static readonly string Second = SchemaWorlds.Order("id", SchemaWorlds.Optional("note"));
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_subject_that_somebody_deleted_permanently_and_made_again_is_drift_though_its_text_is_as_wanted(
        bool isPermanent
    )
    {
        await _world.ManageSchema(Subject, First);
        await _world.AddRegistry();
        await Left("1@1");
        await _world.LookAtRegistries();

        await _world.Registry.DeleteSubject(Subject, SchemaWorlds.Soon, CancellationToken.None);
        if (isPermanent)
        {
            await _world.Registry.DeleteSubjectPermanently(Subject, SchemaWorlds.Soon, CancellationToken.None);
        }

        await _world.LookAtRegistries();
        (await _world.Drifted()).ShouldBe(["subject gone"]);
        await _world.RegisterBehindUs(Subject, First);
        await _world.LookAtRegistries();

        string[] expected = isPermanent
            ? ["id 2: what had id 1 was deleted permanently, and records that carry it can't be read"]
            : [];
        (await _world.Drifted()).ShouldBe(expected);
    }

    [Fact]
    public async Task An_id_that_another_subject_has_is_not_lost_and_one_that_was_adopted_is_as_wanted()
    {
        await _world.ManageSchema(Subject, First);
        await _world.RegisterBehindUs("others-value", Second);
        await _world.AddRegistry();
        await Left("2@1");
        await _world.LookAtRegistries();
        (await _world.Drifted()).ShouldBeEmpty("id 2 is there");

        await _world.Registry.DeleteSubject("others-value", SchemaWorlds.Soon, CancellationToken.None);
        await _world.LookAtRegistries();
        (await _world.Drifted()).ShouldHaveSingleItem().ShouldStartWith("id 1: what had id 2 was deleted");

        await _world.Ask(SchemaWorlds.Change(Subject, First) with { Operation = ResourceOperation.Adopt, Spec = null });
        await _world.PlanAll();
        await _world.LookAtRegistries();
        (await _world.Drifted()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_id_that_only_a_subject_of_another_context_has_is_lost()
    {
        await _world.ManageSchema(Subject, First);
        (await _world.RegisterBehindUs(":.eu:others-value", Second)).Id.ShouldBe(1);
        await _world.AddRegistry();
        await Left("1@1");
        await _world.LookAtRegistries();

        await _world.Registry.DeleteSubject(Subject, SchemaWorlds.Soon, CancellationToken.None);
        await _world.Registry.DeleteSubjectPermanently(Subject, SchemaWorlds.Soon, CancellationToken.None);
        await _world.LookAtRegistries();
        (await _world.RegisterBehindUs(Subject, First)).ShouldBe(new(1, 2));
        await _world.LookAtRegistries();

        (await _world.Drifted()).ShouldHaveSingleItem().ShouldStartWith("id 2: what had id 1 was deleted");
    }

    [Fact]
    public async Task A_subject_whose_numbers_begin_again_has_lost_the_id_of_a_higher_one()
    {
        await _world.RegisterBehindUs(Subject, First);
        await _world.ManageSchema(Subject, Second);
        await _world.AddRegistry();
        await Left("2@2");
        await _world.LookAtRegistries();

        await _world.Registry.DeleteSubject(Subject, SchemaWorlds.Soon, CancellationToken.None);
        await _world.Registry.DeleteSubjectPermanently(Subject, SchemaWorlds.Soon, CancellationToken.None);
        await _world.LookAtRegistries();
        (await _world.RegisterBehindUs(Subject, Second)).ShouldBe(new(1, 3));
        await _world.LookAtRegistries();

        (await _world.Drifted()).ShouldHaveSingleItem().ShouldStartWith("id 3: what had id 2 was deleted");
    }

    [Fact]
    public async Task A_subject_that_was_deleted_softly_after_a_change_had_deleted_its_newest_version_has_lost_none()
    {
        await ManageWithoutNewest();

        await _world.Registry.DeleteSubject(Subject, SchemaWorlds.Soon, CancellationToken.None);
        await _world.LookAtRegistries();
        (await _world.Drifted()).ShouldBe(["subject gone"]);
        (await _world.RegisterBehindUs(Subject, First)).ShouldBe(new(3, 1));
        await _world.LookAtRegistries();

        (await _world.Drifted()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_subject_that_was_deleted_softly_and_is_written_in_another_way_has_lost_none()
    {
        await _world.ManageSchema(Subject, First);
        await _world.AddRegistry();
        await Left("1@1");
        await _world.LookAtRegistries();

        await _world.Registry.DeleteSubject(Subject, SchemaWorlds.Soon, CancellationToken.None);
        var spaced = First.Replace(":", ": ", StringComparison.Ordinal);
        (await _world.RegisterBehindUs(Subject, spaced)).ShouldBe(new(2, 2));
        await _world.LookAtRegistries();

        (await _world.Drifted()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_subject_that_one_answer_lacked_has_lost_none()
    {
        await ManageWithoutNewest();

        await using (var db = await _world.Open())
        {
            var rows = new SubjectRows(db, await SeenWorlds.Dev(db), TimeProvider.System.GetUtcNow());
            await rows.Write(new ReadSubjects([], [], Next: null), before: null, CancellationToken.None);
            await db.SaveChangesAsync();
        }

        await _world.LookAtRegistries();

        (await _world.Drifted()).ShouldBeEmpty();
    }

    /// <summary>As a change leaves a subject whose newest version it has deleted: the incarnation stays that version's.</summary>
    private async Task ManageWithoutNewest()
    {
        await _world.RegisterBehindUs(Subject, First);
        await _world.RegisterBehindUs(Subject, Second);
        await _world.AddRegistry();
        await _world.LookAtRegistries();
        await _world.Registry.DeleteVersion(Subject, 2, SchemaWorlds.Soon, CancellationToken.None);
        await _world.Record(SchemaKind.Word, Subject, SchemaWorlds.Spec(First));
        await Left("2@2");
        await _world.LookAtRegistries();
        (await _world.Drifted()).ShouldBeEmpty();
    }

    // As a change writes it down when it ends.
    private async Task Left(string incarnation)
    {
        await using var db = await _world.Open();
        db.Add(
            new Incarnation
            {
                Kind = SchemaKind.Word,
                ClusterId = await SeenWorlds.Dev(db),
                Name = Subject,
                EngineId = incarnation,
                FirstSeenAt = TimeProvider.System.GetUtcNow(),
            }
        );
        await db.SaveChangesAsync();
    }
}
