using Portal.Core;
using Portal.Core.Changes.Plans;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Arguments;
using Portal.Core.Jobs.Rehearsals;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Engines.Flink;
using Portal.Tests.Kit;

namespace Portal.Tests.Jobs.Artifacts;

/// <summary>What a program gets for the placeholders in its arguments, and what can be rehearsed by them. Pure.</summary>
public sealed class ProgramArgumentsTests
{
    private static readonly ResourceRef On = new(JobKind.Word, new ClusterId(1), "sums");
    private static readonly IResourceKind Kind = TestKinds.All.Of(JobKind.Word);
    private static readonly RehearsedArguments Rehearsal = new(
        new Dictionary<string, string>(StringComparer.Ordinal) { ["dev.out"] = "rehearsal-1f.out" },
        ".rehearsal-2a"
    );

    [Theory]
    [InlineData("${topic:dev.in}", "in", "in")]
    [InlineData("--out=${topic:dev.out}", "--out=out", "--out=rehearsal-1f.out")]
    [InlineData("${guarantee}", "exactly-once", "at-least-once")]
    [InlineData("${group:flink-sums}", "flink-sums", "flink-sums.rehearsal-2a")]
    [InlineData(
        "${topic:dev.in}>${topic:dev.out};${guarantee}",
        "in>out;exactly-once",
        "in>rehearsal-1f.out;at-least-once"
    )]
    [InlineData("$${guarantee}", "${guarantee}", "${guarantee}")]
    [InlineData("$${a} ${guarantee}", "${a} exactly-once", "${a} at-least-once")]
    [InlineData("", "", "")]
    [InlineData("$", "$", "$")]
    [InlineData("$$ {x} $HOME $1 a$$b }", "$$ {x} $HOME $1 a$$b }", "$$ {x} $HOME $1 a$$b }")]
    [InlineData(
        "from before ${there} were any ${",
        "from before ${there} were any ${",
        "from before ${there} were any ${"
    )]
    public void A_placeholder_is_filled_in_by_where_the_program_runs(string typed, string production, string rehearsed)
    {
        var definition = With(typed).Definition;

        ProgramArguments.Of(definition, rehearsal: null).ShouldBe([production]);
        ProgramArguments.Of(definition, Rehearsal).ShouldBe([rehearsed]);
    }

    [Fact]
    public void The_guarantee_is_the_definitions_and_a_secret_stays_as_it_is()
    {
        var job = With("${guarantee}");
        var program = job.Definition.Program! with { Secrets = [new("key", 7)] };
        var definition = job.Definition with { Guarantee = JobGuarantee.AtLeastOnce, Program = program };

        new ProgramSubmission("sums", "1f", definition, program, ["a ${guarantee}"], From: null).Arguments.ShouldBe([
            "at-least-once",
            "--key",
            "a ${guarantee}",
        ]);
    }

    [Theory]
    [InlineData("${topic:dev.out", "${topic:dev.out isn't closed: end the placeholder with }.")]
    [InlineData(
        "a ${b} c",
        "${b} isn't a placeholder. There are ${topic:cluster.topic}, ${guarantee} and ${group:name}."
    )]
    [InlineData("${}", "${} isn't a placeholder.")]
    [InlineData("${guarantee:}", "${guarantee:} isn't a placeholder.")]
    [InlineData("${ guarantee}", "A literal ${ is written $${.")]
    [InlineData("${topic:dev.other}", "${topic:dev.other} names a topic that is neither in reads nor in writes.")]
    [InlineData("${topic:out}", "Add it there, or write it as it stands there: ${topic:cluster.topic}.")]
    [InlineData("${group:}", "Enter a consumer group of at most 200 characters: ${group:flink-orders}.")]
    public void What_is_no_placeholder_is_refused_beside_its_argument(string typed, string words)
    {
        var problem = Kind.SpecProblems(With("fine", typed)).ShouldHaveSingleItem();

        problem.Field.ShouldBe("arguments[1]");
        problem.Words.ShouldContain(words);
    }

    [Theory]
    [InlineData("${topic:dev.in} ${topic:dev.out} ${guarantee} ${group:a.b:c}")]
    [InlineData("$${anything ${guarantee}")]
    [InlineData("$5 {a} $$ $a")]
    public void A_placeholder_and_any_other_dollar_are_fine(string typed) =>
        Kind.SpecProblems(With(typed)).ShouldBeEmpty();

    [Theory]
    [InlineData("--in=in", "${topic:dev.out}, ${guarantee} and ${group:…} are missing among its arguments")]
    [InlineData("${topic:dev.in}${group:g}${guarantee}", "${topic:dev.out} is missing among its arguments")]
    [InlineData("${topic:dev.out}${group:g}$${guarantee}", "${guarantee} is missing among its arguments")]
    [InlineData("${topic:dev.out}${guarantee}", "${group:…} is missing among its arguments")]
    [InlineData("${topic:dev.out}${group:g}${guarantee}", null)]
    public void A_program_that_takes_too_little_from_its_arguments_is_not_rehearsed(string typed, string? obstacle)
    {
        var wanted = With(typed) with { Rehearsal = true };

        RehearsalPlan.Obstacle(wanted, Live()).ShouldBe(obstacle);
        Steps(wanted).Any(step => step.IsRehearsal).ShouldBe(obstacle is null);
    }

    [Fact]
    public void A_program_is_rehearsed_by_the_topics_that_it_declares()
    {
        var fine = With("${topic:dev.out}${group:g}${guarantee}");
        var reads = fine.Definition.Program!;

        Obstacle(
                fine.Definition with
                {
                    Program = reads with { Arguments = ["${topic:dev.out}${guarantee}"], Reads = [] },
                }
            )
            .ShouldBeNull("it commits as no group");
        Obstacle(fine.Definition with { Writes = [] })
            .ShouldBe(
                "no topic that its program writes is declared, so what it writes can't be turned to scratch topics"
            );
        Obstacle(fine.Definition with { Program = reads with { Reads = ["dev.in", "dev.out"] } })
            .ShouldBe("it reads dev.out, which it also writes");

        string? Obstacle(JobDefinition definition) =>
            RehearsalPlan.Obstacle(fine with { Definition = definition }, Live());
    }

    [Fact]
    public void Its_JAR_is_at_Flink_before_the_rehearsal_and_nothing_of_that_is_left()
    {
        var wanted = With("${topic:dev.out}${guarantee}", "${group:a}${group:b}${group:a}", "${group:a}") with
        {
            Rehearsal = true,
        };

        var steps = StepOrder.Arrange([.. Steps(wanted).Select(step => (0, step))], new Dictionary<int, int[]>());

        steps
            .Select(step => step.Word)
            .ShouldBe([
                "upload-artifact",
                "fork-savepoint",
                "create-scratch-topic",
                "start-rehearsal",
                "await-rehearsal",
                "end-rehearsal",
                "stop-job",
                "start-job",
                "await-stability",
            ]);
        steps.OfType<ForkSavepoint>().Single().IsExactlyOnce.ShouldBeTrue("whether it writes so, its program knows");
        steps.OfType<CreateScratchTopic>().Single().Table.ShouldBe("dev.out");
        steps.OfType<EndRehearsal>().Single().Groups.ShouldBe(["dev.a", "dev.b"]);
        CoreJson.Read<Step>(CoreJson.Write(steps[5])).ShouldBe(steps[5]);
    }

    [Fact]
    public void Beside_another_resource_a_JAR_is_uploaded_early_only_for_its_rehearsal()
    {
        var rehearsed = With("${topic:dev.out}${guarantee}${group:a}") with { Rehearsal = true };
        IReadOnlyList<Step> Arranged(JobSpec wanted) =>
            StepOrder.Arrange(
                [(0, new TakeSavepoint(On, "2a")), .. Steps(wanted).Select(step => (1, step))],
                new Dictionary<int, int[]>()
            );

        Arranged(rehearsed)[0].ShouldBeOfType<UploadArtifact>();
        Arranged(rehearsed with { Rehearsal = false })[0].ShouldBeOfType<TakeSavepoint>();
    }

    [Fact]
    public void Its_plan_says_that_the_program_is_trusted()
    {
        var wanted = With("${topic:dev.out}${guarantee}${group:a}") with { Rehearsal = true };

        Check(wanted).Verdict.ShouldBe(CheckVerdict.Passed);
        Check(wanted).Words.ShouldContain("The portal trusts its program in this");
        Check(With("a") with { Rehearsal = true })
            .Words.ShouldStartWith("The new version isn't rehearsed: ${topic:dev.out}, ${guarantee}");
    }

    private static Finding Check(JobSpec wanted) =>
        RehearsalCheck
            .Of(
                new(
                    new(On, ResourceOperation.Update, wanted, With("now"), null),
                    wanted,
                    Live(),
                    Evidence: null,
                    IsProduction: false,
                    DateTimeOffset.UnixEpoch,
                    name => name
                ),
                wanted,
                Live(),
                seen: null
            )
            .ShouldNotBeNull();

    private static JobSpec With(params string[] arguments) =>
        JarWorlds.Spec(new string('a', 64), "in", "out", [.. arguments]);

    private static LiveJob Live() =>
        new("sums", "1f", JobRunState.Alive, FlinkStatus.Running, With("now").Definition, null);

    private static IReadOnlyList<Step> Steps(JobSpec wanted) =>
        Kind.Steps(new(On, ResourceOperation.Update, wanted, With("now"), null), wanted, Live(), null)
            .ShouldBeOfType<PlannedSteps.Needed>()
            .Steps;
}
