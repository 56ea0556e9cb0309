using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Resources;

namespace Portal.Web.Features.Jobs.Fields;

/// <summary>A job of a JAR while it is typed.</summary>
public sealed class JarAnswers
{
    /// <summary>The JAR by its SHA-256; empty while none is uploaded.</summary>
    public string Artifact { get; set; } = "";

    /// <summary>As it is shown beside the field: "orders.jar, 3.2 MiB".</summary>
    public string File { get; set; } = "";

    /// <summary>That its manifest names; empty where it names none.</summary>
    public string MainClass { get; set; } = "";

    /// <summary>In the order of the class path.</summary>
    public List<DependencyFile> Dependencies { get; set; } = [];

    /// <summary>Why the file that was chosen last isn't <see cref="Artifact"/>; null: it is. No draft keeps it.</summary>
    [JsonIgnore]
    public string? NotTaken { get; set; }

    /// <summary>Why files that were chosen aren't among <see cref="Dependencies"/>; null: all of them are. No draft keeps it.</summary>
    [JsonIgnore]
    public string? DependenciesNotTaken { get; set; }

    public string EntryClass { get; set; } = "";

    /// <summary>As typed, one on each line.</summary>
    public string Arguments { get; set; } = "";

    /// <summary>Those that these lines were made of: an argument may be empty, or have lines of its own. Null: none were.</summary>
    public IReadOnlyList<string>? Given { get; set; }

    public string Reads { get; set; } = "";

    public string Writes { get; set; } = "";

    /// <summary>Their values are stored; here only their names are.</summary>
    public List<SecretArgument> Secrets { get; set; } = [];

    /// <summary>The name of a secret that is typed and not added yet. No draft keeps it.</summary>
    [JsonIgnore]
    public string SecretName { get; set; } = "";

    /// <summary>Its value. No draft keeps it.</summary>
    [JsonIgnore]
    public string SecretValue { get; set; } = "";

    /// <summary>Of what is wanted; empty for SQL.</summary>
    public static JarAnswers Of(JobDefinition definition) =>
        definition.Program is not { } program
            ? new()
            : new()
            {
                Artifact = program.Artifact,
                File = $"SHA-256 {JobProgram.Brief(program.Artifact)}",
                Dependencies = [.. program.Jars.Dependencies.Select(digest => new DependencyFile(digest, "", 0))],
                EntryClass = program.EntryClass ?? "",
                Arguments = string.Join('\n', program.Arguments),
                Given = program.Arguments,
                Reads = string.Join('\n', program.Reads),
                Writes = string.Join('\n', definition.Writes.Select(sink => sink.Table)),
                Secrets = [.. program.Secrets],
            };

    public void Take(Artifact artifact, string size)
    {
        Artifact = artifact.Digest ?? "";
        File = string.Create(
            CultureInfo.InvariantCulture,
            $"{artifact.Name}, {size}, SHA-256 {JobProgram.Brief(Artifact)}"
        );
        MainClass = artifact.MainClass ?? "";
        NotTaken = null;
    }

    public JobProgram Program() =>
        new(
            Artifact,
            EntryClass.Trim() is { Length: > 0 } entry ? entry : null,
            Given is { } given && string.Join('\n', given) == Arguments ? [.. given] : Lines(Arguments),
            [.. Secrets],
            Lines(Reads),
            [.. Dependencies.Select(jar => jar.Digest)]
        );

    public ImmutableArray<JobSink> Sinks() => [.. Lines(Writes).Select(topic => new JobSink(topic, [], Upsert: false))];

    /// <summary>A request isn't sent without what was chosen, or typed and not added.</summary>
    public IEnumerable<FieldProblem> Problems()
    {
        if (NotTaken is not null)
        {
            yield return new("artifact", NotTaken);
        }

        if (DependenciesNotTaken is not null)
        {
            yield return new("dependencies", DependenciesNotTaken);
        }

        if (SecretName.Length > 0 || SecretValue.Length > 0)
        {
            yield return new(
                "secretArguments",
                "Add this secret, or clear its name and its value: only what is added is sent."
            );
        }
    }

    /// <summary>The name that each field has in the spec, and the id of its element.</summary>
    public IEnumerable<(string Name, string Id)> Fields() =>
        [
            ("artifact", "artifact"),
            ("dependencies", "dependencies"),
            .. Numbered("dependencies", Dependencies.Count, "", "dependencies"),
            ("entryClass", "entry-class"),
            ("arguments", "arguments"),
            .. Numbered("arguments", Lines(Arguments).Length, "", "arguments"),
            ("secretArguments", "secret-name"),
            .. Numbered("secretArguments", Secrets.Count, ".name", "secret-name"),
            ("reads", "reads"),
            .. Numbered("reads", Lines(Reads).Length, "", "reads"),
            ("writes", "writes"),
            .. Numbered("writes", Lines(Writes).Length, ".topic", "writes"),
        ];

    private static IEnumerable<(string Name, string Id)> Numbered(string list, int count, string at, string id) =>
        Enumerable.Range(0, count).Select(i => ($"{list}[{i}]{at}", id));

    private static ImmutableArray<string> Lines(string typed) =>
        [.. typed.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
}
