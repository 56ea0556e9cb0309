using System.Globalization;
using System.Text.Json;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Resources;
using Portal.Tests.Kit;
using Portal.Web.Api.Jobs;
using Portal.Web.Features.Jobs.Fields;
using Portal.Web.Features.Kinds;

namespace Portal.Tests.Jobs.Artifacts;

/// <summary>JARs that a program's JAR depends on: named, compared, and what a plan says of them. Pure.</summary>
public sealed class DependencyRulesTests
{
    private static readonly string Digest = new('a', 64);
    private static readonly string First = new('b', 64);
    private static readonly string Second = new('c', 64);
    private static readonly IResourceKind Kind = TestKinds.All.Of(JobKind.Word);

    public static TheoryData<string, string[], string> Wrong =>
        new()
        {
            { "dependencies[1]", [First, "ABC"], "64 hexadecimal digits" },
            { "dependencies[1]", [First, First], "bbbbbbbbbbbb is listed twice" },
            { "dependencies[0]", [Digest], "aaaaaaaaaaaa is the program's own JAR" },
            {
                "dependencies",
                [.. Enumerable.Range(0, 21).Select(n => n.ToString("x64", CultureInfo.InvariantCulture))],
                "at most 20 dependencies"
            },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_named_by_its_field(string field, string[] dependencies, string words)
    {
        var problem = Kind.SpecProblems(Spec(dependencies)).ShouldHaveSingleItem();

        problem.Field.ShouldBe(field);
        problem.Words.ShouldContain(words);
    }

    [Fact]
    public void What_is_not_stored_or_too_large_with_the_others_is_named_by_its_field()
    {
        JobArtifact Jar(params JobDependency[] dependencies) =>
            new(Digest, "job.jar", 600, "ada", null, "a.B", null, dependencies);
        var (small, large) = (
            new JobDependency(First, "b.jar", 400, null),
            new JobDependency(First, "b.jar", 401, null)
        );

        DependencyReview.Of(Jar(small), longestBytes: 1_000).ShouldBeEmpty();
        DependencyReview
            .Of(Jar(large), longestBytes: 1_000)
            .ShouldHaveSingleItem()
            .ShouldBe(
                new(
                    "dependencies",
                    "The JAR and its dependencies have 1001\u00A0B together; 1000\u00A0B are allowed. Leave out what Flink brings along."
                )
            );
        DependencyReview
            .Of(Jar(small, new(Second, "", 0, "Gone.")), longestBytes: 1_000)
            .ShouldHaveSingleItem()
            .ShouldBe(new("dependencies[1]", "Gone."));
    }

    [Fact]
    public void Another_dependency_is_another_program_and_none_is_what_it_was()
    {
        var (none, one, other, both) = (Spec(), Spec(First), Spec(Second), Spec(First, Second));

        none.Definition.Program!.Jars.Digest.ShouldBe(Digest);
        new[] { one, other, both, Spec(Second, First), none }
            .Select(spec => spec.Definition.Program!.Jars.Digest)
            .Distinct()
            .Count()
            .ShouldBe(5);
        one.Definition.ShouldNotBe(none.Definition);
        one.Definition.ShouldBe(Spec(First).Definition);
        one.Definition.GetHashCode().ShouldBe(Spec(First).Definition.GetHashCode());
        one.Definition.RunsTheSame(other.Definition).ShouldBeFalse();
        one.Definition.RunsTheSame(Spec(First).Definition).ShouldBeTrue();
        JobMerge
            .Between(one.Definition, both.Definition)
            .ShouldHaveSingleItem()
            .ShouldBe(new("dependencies", "bbbbbbbbbbbb", "bbbbbbbbbbbb, cccccccccccc"));
        DefinitionMerge.Of(both.Definition, none.Definition, none.Definition).ShouldBe(both.Definition);
        DefinitionMerge.Of(none.Definition, none.Definition, one.Definition).ShouldBe(one.Definition);
    }

    [Fact]
    public void A_plan_that_uploads_says_with_how_many()
    {
        var on = new ResourceRef(JobKind.Word, new ClusterId(1), "sums");
        var live = new LiveJob("sums", "1f", JobRunState.Alive, FlinkStatus.Running, Spec().Definition, null);
        var wanted = Spec(First, Second);

        var steps = Kind.Steps(new(on, ResourceOperation.Update, wanted, Spec(), null), wanted, live, null)
            .ShouldBeOfType<PlannedSteps.Needed>()
            .Steps;

        steps[0].Title.ShouldBe("Upload the JAR aaaaaaaaaaaa with 2 dependencies of sums to Flink");
        steps[0].Moves.ShouldContain(new FieldMove("dependencies", null, "bbbbbbbbbbbb, cccccccccccc"));
        steps[2].Moves.ShouldContain(new FieldMove("dependencies", null, "bbbbbbbbbbbb, cccccccccccc"));
    }

    [Fact]
    public void They_are_the_same_on_the_form_in_a_draft_in_the_API_and_in_the_store_and_none_is_not_written()
    {
        var spec = Spec(First, Second);
        var form = new JobForm(new(ResourceOperation.Update, spec, spec)) { Owner = spec.Owner };
        var again = new JobForm(FormOrigin.New);
        again.Restore(form.Keep());

        ((JobSpec)form.Spec(null)).Definition.ShouldBe(spec.Definition);
        ((JobSpec)again.Spec(null)).Definition.ShouldBe(spec.Definition);
        form.Fields(null).ShouldContain(("dependencies[1]", "dependencies"));
        JobSpecDto.Of(spec).ToSpec(spec.Owner).Definition.ShouldBe(spec.Definition);
        (JobSpecDto.Of(spec) with { Dependencies = [] }).ToSpec(spec.Owner).Definition.ShouldBe(Spec().Definition);
        CoreJson.Read<JobDefinition>(CoreJson.Write(spec.Definition)).ShouldBe(spec.Definition);
        CoreJson.Write(Spec().Definition).ShouldNotContain("dependencies");
        Should
            .Throw<JsonException>(() => new JobSpecDto(Statements: "x", Dependencies: [First]).ToSpec(""))
            .Message.ShouldContain("belong to the type jar");
    }

    private static JobSpec Spec(params string[] dependencies) =>
        JarWorlds.Spec(Digest, "in", "out", dependencies: dependencies);
}
