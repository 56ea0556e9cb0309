using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;

namespace Portal.Tests.Schemas;

/// <summary>Which steps delete versions, what can be taken back of them, and what isn't planned.</summary>
public sealed class VersionPlanTests
{
    private static readonly ResourceRef On = new(SchemaKind.Word, new ClusterId(1), "orders-value");
    private static readonly string First = SchemaWorlds.Order("id");
    private static readonly string Second = SchemaWorlds.Order("id", SchemaWorlds.Optional("note"));
    private readonly IResourceKind _kind = new SchemaKind();

    [Fact]
    public void A_subject_whose_versions_are_known_comes_back_and_a_permanent_deletion_does_not()
    {
        var steps = Needed(_kind.Steps(Delete(isPermanent: true), null, Live([1, 3]), null));

        steps.Select(step => step.Word).ShouldBe(["delete-subject", "delete-subject-permanently"]);
        steps.Select(step => step.Reversal).ShouldBe([Reversal.Full, Reversal.None]);
        ((DeleteSubject)steps[0]).Versions.ShouldBe([1, 3]);
        Needed(_kind.Steps(Delete(isPermanent: false), null, Live([1, 3]), null)).Count.ShouldBe(1);
    }

    [Fact]
    public void More_versions_than_are_registered_again_can_not_be_taken_back() =>
        new DeleteSubject(On, new(200, 1), [.. Enumerable.Range(1, 200)]).Reversal.ShouldBe(Reversal.None);

    [Fact]
    public void A_permanent_deletion_names_what_was_deleted_softly_before_and_one_of_what_is_gone_is_refused()
    {
        var steps = Needed(_kind.Steps(Delete(isPermanent: true), null, Live([1, 3], 2), null));

        ((DeleteSubjectPermanently)steps[1]).Versions.ShouldBe([1, 2, 3]);
        _kind
            .Steps(Delete(isPermanent: true), null, null, null)
            .ShouldBeOfType<PlannedSteps.Impossible>()
            .Words.ShouldContain("otherwise it isn't known what goes");
    }

    [Fact]
    public void The_newest_goes_before_the_level_is_set()
    {
        var wanted = SchemaWorlds.Spec(First, CompatibilityLevel.Full) with { DeletedVersions = [new(3)] };

        Needed(_kind.Steps(new(On, ResourceOperation.Update, wanted, null, null), wanted, Live([1, 3]), null))
            .Select(step => step.Word)
            .ShouldBe(["delete-version", "set-compatibility"]);
    }

    [Fact]
    public void A_number_that_would_be_given_again_is_not_freed()
    {
        Impossible(First, [3], Live([1, 3]), arePermanent: true).ShouldContain("its number would be given again");
        Impossible(First, [9], Live([1, 3]))
            .ShouldBe("orders-value has no version 9 yet. A version that is to be deleted was there before.");
    }

    [Fact]
    public void An_older_version_goes_by_a_step_that_can_not_be_taken_back()
    {
        var steps = Plan(Second, [new(1), new(2, IsPermanent: true)], Live([1, 3], 2));

        steps
            .Select(step => (step.Title, step.Reversal))
            .ShouldBe([
                ("Delete version 1 of orders-value", Reversal.None),
                ("Delete version 2 of orders-value permanently", Reversal.None),
            ]);
        Plan(Second, [new(2)], Live([1, 3], 2)).ShouldBeEmpty("it is gone");
    }

    [Fact]
    public void The_newest_version_goes_for_the_one_before()
    {
        var steps = Plan(First, [new(3)], Live([1, 3]));

        steps.ShouldHaveSingleItem().ShouldBe(new DeleteVersion(On, 3, IsNewest: true));
        steps[0].Reversal.ShouldBe(Reversal.Full);
    }

    [Theory]
    [InlineData("second", new[] { 3 }, "Without version 3 the newest of orders-value is version 1. Put the text of")]
    [InlineData("first", new[] { 1, 3 }, "Versions 1, 3 of orders-value would go, and it has no other.")]
    public void What_can_not_be_deleted_is_said(string text, int[] versions, string words) =>
        Impossible(text == "first" ? First : Second, versions, Live([1, 3])).ShouldStartWith(words);

    [Fact]
    public void The_newest_goes_before_those_before_it() =>
        Impossible(First, [2, 3], Live([1, 2, 3]))
            .ShouldStartWith("Version 3 of orders-value is the newest. Delete it");

    [Fact]
    public void Versions_are_reviewed_by_place()
    {
        var spec = SchemaWorlds.Spec(First) with { DeletedVersions = [new(0), new(2), new(2, IsPermanent: true)] };

        _kind
            .SpecProblems(spec)
            .ShouldBe([
                new("deletedVersions[0].version", "Versions are counted from 1."),
                new("deletedVersions[2].version", "Version 2 is named twice."),
            ]);
    }

    [Fact]
    public void A_new_subject_has_no_versions_to_delete()
    {
        var spec = SchemaWorlds.Spec(First);

        spec.CreationProblems().ShouldBeEmpty();
        (spec with { DeletedVersions = [new(2)] })
            .CreationProblems()
            .ShouldBe([new("deletedVersions", "A new subject has no versions to delete; leave this out.")]);
    }

    [Fact]
    public void An_edit_keeps_the_versions_that_somebody_else_deleted_and_a_stored_spec_without_any_has_none()
    {
        var origin = SchemaWorlds.Spec(First);
        var theirs = origin with { DeletedVersions = [new(2)] };

        ((SchemaSpec)_kind.Merge(theirs, origin, origin with { Schema = Second })).DeletedVersions.ShouldBe([new(2)]);
        var stored = _kind
            .WriteSpec(origin)
            .Replace("\"deletedVersions\":[],", "", StringComparison.Ordinal)
            .Replace(",\"deletedVersions\":[]", "", StringComparison.Ordinal);
        stored.ShouldNotContain("deletedVersions");
        ((SchemaSpec)_kind.ReadSpec(stored)).DeletedVersions.ShouldBeEmpty();
    }

    private static LiveSchema Live(ImmutableArray<int> there, params int[] deleted) =>
        new(On.Name, new(there[^1], 17), SchemaType.Avro, Second, [], null)
        {
            Versions = new(there, [.. deleted]),
            Former =
            [
                .. there
                    .SkipLast(1)
                    .TakeLast(1)
                    .Select(version => new LiveSchema(On.Name, new(version, 16), SchemaType.Avro, First, [], null)),
            ],
        };

    private static ResourceRequest Delete(bool isPermanent) =>
        new(On, ResourceOperation.Delete, null, null, null, isPermanent);

    private IReadOnlyList<Step> Plan(string text, ImmutableArray<VersionDeletion> deletions, LiveSchema live)
    {
        var wanted = SchemaWorlds.Spec(text) with { DeletedVersions = deletions };
        return Needed(_kind.Steps(new(On, ResourceOperation.Update, wanted, null, null), wanted, live, null));
    }

    private string Impossible(string text, int[] versions, LiveSchema live, bool arePermanent = false)
    {
        var wanted = SchemaWorlds.Spec(text) with
        {
            DeletedVersions = [.. versions.Select(version => new VersionDeletion(version, arePermanent))],
        };
        return _kind
            .Steps(new(On, ResourceOperation.Update, wanted, null, null), wanted, live, null)
            .ShouldBeOfType<PlannedSteps.Impossible>()
            .Words;
    }

    private static IReadOnlyList<Step> Needed(PlannedSteps planned) =>
        planned.ShouldBeOfType<PlannedSteps.Needed>().Steps;
}
