using System.IO.Pipelines;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Evaluation;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Tests.Applying;
using Portal.Tests.Jobs.Artifacts;
using Portal.Tests.Kit;
using Portal.Web.Features.Jobs;
using Portal.Web.Features.Jobs.Fields;
using Portal.Web.Features.Kinds;

namespace Portal.Tests.Web;

/// <summary>A JAR and its dependencies in the form of a job, and on the job's page.</summary>
public sealed class DependencyFieldTests : PartTests, IAsyncLifetime
{
    private static readonly TestJar Rules = TestJar.Of(null, "b.Rules");
    private static readonly TestJar Prices = TestJar.Of(null, "c.Prices");

    private readonly WorkerWorld _world;
    private readonly Dictionary<string, string> _problems = new(StringComparer.Ordinal);

    public DependencyFieldTests()
        : this(new WorkerWorld()) { }

    private DependencyFieldTests(WorkerWorld world)
        : base(services => services.AddSingleton(_ => world.Get<ArtifactStore>())) => _world = world;

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        Me.Is(new(new PersonId(1), await _world.Person(Role.Member, SeededStructure.Payments)));
    }

    Task IAsyncLifetime.DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public void Several_are_uploaded_at_once_and_what_is_no_JAR_is_named_while_the_others_stay()
    {
        var form = new JobForm(FormOrigin.New) { IsJar = true };
        var part = Drawn(form);

        Choose(
            part,
            InputFileContent.CreateFromBinary(Rules.Bytes, "rules.jar"),
            InputFileContent.CreateFromText("no ZIP", "notes.txt"),
            InputFileContent.CreateFromBinary(Prices.Bytes, "prices.jar"),
            InputFileContent.CreateFromBinary(Rules.Bytes, "copy.jar")
        );

        part.WaitForAssertion(() => form.Jar.Dependencies.Count.ShouldBe(2));
        form.Jar.Program().Dependencies.ShouldBe([Rules.Digest, Prices.Digest]);
        part.WaitForAssertion(() =>
        {
            part.Find("fieldset").TextContent.ShouldContain("notes.txt: It isn't a JAR");
            part.Find("fieldset").TextContent.ShouldContain("copy.jar is there already.");
        });
        part.Find("[aria-label='Remove rules.jar']").Click();
        form.Jar.Program().Dependencies.ShouldBe([Prices.Digest]);
    }

    [Fact]
    public async Task One_that_becomes_unreadable_while_it_is_uploaded_is_named_and_can_be_chosen_again()
    {
        var form = new JobForm(FormOrigin.New) { IsJar = true };
        var part = Drawn(form);
        var chosen = new InputFileChangeEventArgs([new UnreadableFile()]);

        await part.InvokeAsync(() => part.FindComponent<InputFile>().Instance.OnChange.InvokeAsync(chosen));

        part.Find("fieldset").TextContent.ShouldContain($"gone.jar: {JarSending.BrokeOff}");
        part.Find("input").HasAttribute("disabled").ShouldBeFalse();
        Choose(part, InputFileContent.CreateFromBinary(Rules.Bytes, "rules.jar"));
        part.WaitForAssertion(() => form.Jar.Dependencies.Count.ShouldBe(1));
        part.WaitForAssertion(() => form.Problems().ShouldBeEmpty());
    }

    [Fact]
    public void More_than_a_JAR_may_have_are_not_sent()
    {
        var form = new JobForm(FormOrigin.New) { IsJar = true };
        var part = Drawn(form);

        Choose(
            part,
            [.. Enumerable.Range(0, 21).Select(n => InputFileContent.CreateFromBinary(Rules.Bytes, $"{n}.jar"))]
        );

        part.WaitForAssertion(() => part.Markup.ShouldContain("A JAR has at most 20 dependencies."));
        form.Jar.Dependencies.ShouldBeEmpty();
    }

    [Fact]
    public void A_job_waits_for_the_JAR_that_was_chosen_until_it_is_uploaded_or_the_former_one_is_kept()
    {
        var form = new JobForm(FormOrigin.New) { IsJar = true };
        List<string?> held = [];
        Task Type(Action typed)
        {
            typed();
            held.Add(form.Problems().SingleOrDefault()?.Words);
            return Task.CompletedTask;
        }

        var fields = new ResourceFields(form, null, _ => null, Type, null);
        var part = Render<JarUpload>(p => p.Add(f => f.Fields, fields));
        var input = part.FindComponent<InputFile>();

        input.UploadFiles(InputFileContent.CreateFromBinary(Rules.Bytes, "rules.jar"));
        part.WaitForAssertion(() => held.ShouldBe([JarSending.IsUnderWay, null]));
        input.UploadFiles(InputFileContent.CreateFromText("no ZIP", "notes.txt"));
        part.WaitForAssertion(() => held.Count.ShouldBe(4));

        held[2].ShouldBe(JarSending.IsUnderWay);
        held[3].ShouldNotBeNull().ShouldContain("It isn't a JAR");
        form.Problems().ShouldHaveSingleItem().Field.ShouldBe("artifact");
        form.Keep().ShouldNotContain("It isn't a JAR");
        part.WaitForElement("button").Click();
        form.Problems().ShouldBeEmpty();
        form.Jar.Artifact.ShouldBe(Rules.Digest);
    }

    [Fact]
    public void A_job_waits_for_dependencies_that_were_refused_until_they_are_left_out()
    {
        var form = new JobForm(FormOrigin.New) { IsJar = true };
        var part = Drawn(form);

        Choose(part, InputFileContent.CreateFromText("no ZIP", "notes.txt"));

        part.WaitForAssertion(() =>
        {
            var held = form.Problems().ShouldHaveSingleItem();
            (held.Field, held.Words[..10]).ShouldBe(("dependencies", "notes.txt:"));
        });
        part.WaitForElement("button").Click();
        form.Problems().ShouldBeEmpty();
    }

    [Fact]
    public async Task Those_of_a_job_that_is_there_have_their_names_and_what_is_wrong_with_one_stands_below_it()
    {
        await _world.Store(Rules, "rules.jar");
        var missing = new string('c', 64);
        var spec = JarWorlds.Spec(new('a', 64), "in", "out", dependencies: [Rules.Digest, missing]);
        var form = new JobForm(new(ResourceOperation.Update, spec, spec)) { Owner = spec.Owner };
        _problems["dependencies[1]"] = "Upload it.";

        var part = Drawn(form);

        part.WaitForAssertion(() =>
        {
            var rows = part.FindAll(".removable").Select(row => row.TextContent).ToList();
            rows[0].ShouldContain($"rules.jar{Rules.Bytes.Length}\u00A0B, SHA-256 {Rules.Digest[..12]}");
            rows[1].ShouldContain("SHA-256 cccccccccccc");
            part.Find(".removable + .note").TextContent.ShouldContain("Upload it.");
        });
        ((Portal.Core.Jobs.JobSpec)form.Spec(null)).Definition.ShouldBe(spec.Definition);
    }

    [Fact]
    public void A_jobs_page_shows_each_with_its_file_and_size()
    {
        var program = JarWorlds
            .Spec(new('a', 64), "in", "out", dependencies: [Rules.Digest, Prices.Digest])
            .Definition.Program!;
        var jar = new JobArtifact(
            program.Artifact,
            "job.jar",
            5,
            "ada",
            Clock.GetUtcNow(),
            "a.B",
            null,
            [new(Rules.Digest, "rules.jar", 2048, null), new(Prices.Digest, "", 0, "Gone.")]
        );

        var part = Render<JobProgramPairs>(p => p.Add(x => x.Program, program).Add(x => x.Jar, jar));

        var shown = part.Find("dl").TextContent;
        shown.ShouldContain($"{Rules.Digest[..12]} rules.jar, 2\u00A0KiB");
        shown.ShouldContain($"{Prices.Digest[..12]} not in the store any more");
    }

    private IRenderedComponent<DependencyFields> Drawn(JobForm form)
    {
        IRenderedComponent<DependencyFields>? part = null;
        Task Type(Action typed)
        {
            typed();
            part!.Render();
            return Task.CompletedTask;
        }

        var fields = new ResourceFields(form, null, name => _problems.GetValueOrDefault(name), Type, null);
        return part = Render<DependencyFields>(p => p.Add(f => f.Fields, fields));
    }

    private static void Choose(IRenderedComponent<DependencyFields> part, params InputFileContent[] files) =>
        part.FindComponent<InputFile>().UploadFiles(files);

    /// <summary>What the browser calls a NotReadableError ends the circuit's stream so.</summary>
    private sealed class UnreadableFile : IBrowserFile
    {
        public string Name => "gone.jar";

        public DateTimeOffset LastModified => DateTimeOffset.UnixEpoch;

        public long Size => 5;

        public string ContentType => "";

        public Stream OpenReadStream(long maxAllowedSize = 512_000, CancellationToken cancellationToken = default)
        {
            var pipe = new Pipe();
            pipe.Writer.Complete(new InvalidOperationException("An error occurred while reading the remote stream."));
            return pipe.Reader.AsStream();
        }
    }
}
