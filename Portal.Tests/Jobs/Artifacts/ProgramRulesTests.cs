using System.Text.Json;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Tests.Kit;
using Portal.Web.Api.Jobs;

namespace Portal.Tests.Jobs.Artifacts;

/// <summary>What is wrong with a job of a JAR in itself, what it would do, and how risky that is. Pure.</summary>
public sealed class ProgramRulesTests
{
    private static readonly string Digest = new('a', 64);
    private static readonly JobSpec Fine = JarWorlds.Spec(Digest, "in", "out");
    private static readonly IResourceKind Kind = TestKinds.All.Of(JobKind.Word);

    [Fact]
    public void A_JAR_with_its_topics_is_fine_and_its_topics_count_as_those_of_SQL()
    {
        Kind.SpecProblems(Fine).ShouldBeEmpty();
        (Fine.Sources, Fine.Sinks).ShouldSatisfyAllConditions(
            t => t.Sources.ShouldBe(["dev.in"]),
            t => t.Sinks.ShouldBe(["dev.out"])
        );
    }

    public static TheoryData<string, Func<JobDefinition, JobDefinition>, string> Wrong =>
        new()
        {
            { "artifact", d => With(d, p => p with { Artifact = "" }), "Upload the JAR" },
            { "artifact", d => With(d, p => p with { Artifact = "ABC" }), "64 hexadecimal digits" },
            { "entryClass", d => With(d, p => p with { EntryClass = "com/example/Job" }), "in dots" },
            { "arguments[1]", d => With(d, p => p with { Arguments = ["a", "b\0"] }), "no NUL" },
            {
                "arguments",
                d => With(d, p => p with { Arguments = [.. new string[101].Select(_ => "a")] }),
                "at most 100"
            },
            { "secretArguments[0].name", d => With(d, p => p with { Secrets = [new("--key", 1)] }), "without hyphens" },
            { "secretArguments[1].name", d => With(d, p => p with { Secrets = [new("k", 1), new("k", 2)] }), "twice" },
            { "reads[0]", d => With(d, p => p with { Reads = ["orders"] }), "prod.orders" },
            { "reads[1]", d => With(d, p => p with { Reads = ["dev.a", "dev.a"] }), "twice" },
            { "writes[0].topic", d => d with { Writes = [new("out", [], false)] }, "prod.orders" },
            { "writes[0].key", d => d with { Writes = [new("dev.out", ["id"], true)] }, "makes its keys itself" },
            { "statements", d => d with { Statements = "SELECT 1" }, "has no statements" },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_named_by_its_field(
        string field,
        Func<JobDefinition, JobDefinition> spoil,
        string words
    )
    {
        var problem = Kind.SpecProblems(Fine with { Definition = spoil(Fine.Definition) }).ShouldHaveSingleItem();

        (problem.Field, problem.Words).ShouldSatisfyAllConditions(
            p => p.Field.ShouldBe(field),
            p => p.Words.ShouldContain(words)
        );
    }

    [Fact]
    public void The_JAR_is_uploaded_before_anything_is_stopped_and_another_one_is_of_high_risk()
    {
        var other = Fine with { Definition = With(Fine.Definition, p => p with { Artifact = new string('b', 64) }) };
        var steps = Steps(other, Fine);

        steps.Select(step => step.Word).ShouldBe(["upload-artifact", "stop-job", "start-job", "await-stability"]);
        steps[2]
            .Moves.ShouldContain(m => m.Field == "artifact" && m.Before == "aaaaaaaaaaaa" && m.After == "bbbbbbbbbbbb");
        Risk(steps).ShouldBeGreaterThanOrEqualTo(60);
        Risk(Steps(Fine with { Definition = Fine.Definition with { Parallelism = 2 } }, Fine)).ShouldBeLessThan(60);
    }

    [Fact]
    public void Exactly_once_is_not_claimed_and_arguments_that_look_like_secrets_are_named()
    {
        var leaky = With(
            Fine.Definition,
            p => p with { Arguments = ["--topic", "a", "--db.password=x", "--api-key", "y"] }
        );

        var notes = JobLint.Of(leaky, isProduction: true).ToList();

        notes[0].Words.ShouldStartWith("Exactly once can't be proven for a JAR.");
        notes[0].Verdict.ShouldBe(CheckVerdict.NeedsOverride);
        notes[1].Words.ShouldStartWith("--db.password, --api-key look like a secret");
        JobLint.Of(Fine.Definition, isProduction: false).ShouldHaveSingleItem().Verdict.ShouldBe(CheckVerdict.Noted);
    }

    [Fact]
    public void A_spec_comes_back_as_it_was_sent_and_one_of_SQL_is_stored_as_before()
    {
        var sent = Fine with
        {
            Definition = With(Fine.Definition, p => p with { Arguments = ["a"], Secrets = [new("key", 7)] }),
        };
        var back = JobSpecDto.Of(sent).ToSpec(sent.Owner);

        back.Definition.ShouldBe(sent.Definition);
        CoreJson.Read<JobDefinition>(CoreJson.Write(sent.Definition)).ShouldBe(sent.Definition);
        CoreJson.Write(JobWorlds.Spec("INSERT INTO dev.b SELECT * FROM dev.a").Definition).ShouldNotContain("program");
        Should
            .Throw<JsonException>(() => new JobSpecDto(Statements: "x", Artifact: Digest).ToSpec("payments"))
            .Message.ShouldContain("belong to the type jar");
    }

    private static JobDefinition With(JobDefinition definition, Func<JobProgram, JobProgram> change) =>
        definition with
        {
            Program = change(definition.Program!),
        };

    private static IReadOnlyList<Step> Steps(JobSpec wanted, JobSpec runs)
    {
        var on = new ResourceRef(JobKind.Word, new ClusterId(1), "sums");
        var live = new LiveJob("sums", "1f", JobRunState.Alive, FlinkStatus.Running, runs.Definition, null);
        return Kind.Steps(new(on, ResourceOperation.Update, wanted, runs, null), wanted, live, null)
            .ShouldBeOfType<PlannedSteps.Needed>()
            .Steps;
    }

    private static int Risk(IReadOnlyList<Step> steps) =>
        Kind.Risks(new(steps[0].On, steps, null), null).Sum(reason => reason.Points);
}
