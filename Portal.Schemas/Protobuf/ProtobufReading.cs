using System.Text;
using Portal.Schemas.Text;

namespace Portal.Schemas.Protobuf;

/// <summary>What became of a schema's text.</summary>
public abstract record ProtobufRead
{
    private ProtobufRead() { }

    public sealed record Fine(ProtobufSchema Schema) : ProtobufRead;

    /// <param name="LacksImports">It names files that aren't there; else nothing was found.</param>
    public sealed record Broken(IReadOnlyList<TextFault> Faults, bool LacksImports = false) : ProtobufRead;

    /// <summary>It couldn't be read here, which says nothing about the text.</summary>
    public sealed record Unread(string Why) : ProtobufRead;
}

/// <summary>Reads a schema's text by protoc, with the files that its references are.</summary>
public static class ProtobufReading
{
    // Of all files together.
    private const int MostBytes = 1024 * 1024;

    // Registries have these built in as Protobuf has its own; their texts aren't ours to give.
    private static readonly string[] RegistrysOwn = ["confluent/", "google/type/"];

    private static readonly ReadCache<ProtobufRead> Known = new();

    /// <param name="references">By the names that they are imported by.</param>
    public static ProtobufRead Read(
        string text,
        IReadOnlyList<(string Name, ProtobufSchema Schema)>? references = null
    ) => Read(text, references ?? [], ProtobufCompiler.Bundled);

    internal static ProtobufRead Read(
        string text,
        IReadOnlyList<(string Name, ProtobufSchema Schema)> references,
        ProtobufCompiler compiler
    )
    {
        var (imports, wrong) = Imports(references);
        if ((wrong ?? TooLong(text, imports)) is { } fault)
        {
            return new ProtobufRead.Broken([new(fault, new(1, 1))]);
        }

        return Known.Get(
            Key(text, imports),
            () => Compile(text, imports, compiler),
            read => read is not ProtobufRead.Unread
        );
    }

    // The lengths keep one text's end from being another's beginning.
    private static string Key(string text, SortedDictionary<string, string> imports) =>
        imports.Count == 0
            ? text
            : string.Concat(
                imports
                    .SelectMany(file => new[] { $"{file.Key.Length},{file.Value.Length};", file.Key, file.Value })
                    .Append(text)
            );

    private static ProtobufRead Compile(
        string text,
        SortedDictionary<string, string> imports,
        ProtobufCompiler compiler
    )
    {
        // protoc wants a name for each file, and this one's isn't known.
        var name = "schema.proto";
        while (imports.ContainsKey(name))
        {
            name = $"_{name}";
        }

        return compiler.Compile(name, imports.Append(new(name, text))) switch
        {
            Compiled.Fine { Files: var files } when files.File[^1].Syntax == "editions" => new ProtobufRead.Unread(
                "Protobuf by editions is read by the registry only."
            ),
            Compiled.Fine fine => new ProtobufRead.Fine(new(text, imports, fine.Files)),
            Compiled.Refused refused => Refused(name, text, refused.Errors),
            Compiled.Failed failed => new ProtobufRead.Unread(failed.Why),
            var other => throw new InvalidOperationException($"{other}"),
        };
    }

    private static ProtobufRead Refused(string name, string text, string errors)
    {
        var missing = ProtobufErrors.Missing(errors);
        return
            missing.Count > 0
            && missing.All(import => RegistrysOwn.Any(own => import.StartsWith(own, StringComparison.Ordinal)))
            ? new ProtobufRead.Unread($"It imports {string.Join(", ", missing)}, which only the registry has.")
            : new ProtobufRead.Broken(ProtobufErrors.Of(errors, name, text, missing), missing.Count > 0);
    }

    // With what those that are referred to import themselves.
    private static (SortedDictionary<string, string> Imports, string? Wrong) Imports(
        IReadOnlyList<(string Name, ProtobufSchema Schema)> references
    )
    {
        var imports = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var (name, text) in references.SelectMany(to => to.Schema.Imports.Append(new(to.Name, to.Schema.Text)))
        )
        {
            if (!IsImport(name))
            {
                return (
                    imports,
                    $"“{name}” is no name for an import: write a relative path such as common/money.proto."
                );
            }

            if (!imports.TryAdd(name, text) && imports[name] != text)
            {
                return (imports, $"“{name}” is imported in two versions; let all references use the same one.");
            }
        }

        return
            imports.Keys.FirstOrDefault(name =>
                imports.Keys.Any(other => other.StartsWith($"{name}/", StringComparison.Ordinal))
            )
                is { } both
            ? (imports, $"“{both}” is imported as a file and as a folder.")
            : (imports, null);
    }

    // It becomes a file in a folder of its own, and nowhere else.
    private static bool IsImport(string name) =>
        name.Length is > 0 and <= 500
        && !name.Any(c => c is '\\' or ':' || char.IsControl(c))
        && name.Split('/').All(part => part.Length is > 0 and <= 100 && part.Trim('.').Length > 0);

    private static string? TooLong(string text, SortedDictionary<string, string> imports) =>
        imports.Values.Append(text).Sum(one => (long)Encoding.UTF8.GetByteCount(one)) > MostBytes
            ? $"With what it imports it has more than {MostBytes / 1024 / 1024} MiB. Split it and use references."
            : null;
}
