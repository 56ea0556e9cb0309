using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Google.Protobuf.Reflection;

namespace Portal.Schemas.Protobuf;

/// <summary>What protoc made of some files.</summary>
internal abstract record Compiled
{
    private Compiled() { }

    /// <param name="Files">The file that was asked for is the last.</param>
    public sealed record Fine(FileDescriptorSet Files) : Compiled;

    /// <param name="Errors">As protoc prints them.</param>
    public sealed record Refused(string Errors) : Compiled;

    /// <summary>protoc itself failed: nothing is known about the files.</summary>
    public sealed record Failed(string Why) : Compiled;
}

/// <summary>
/// Runs protoc, which lies beside the program, on files in a folder of their own: it finds those, Protobuf's own types, and nothing else.
/// </summary>
/// <param name="program">Where protoc lies.</param>
/// <param name="deadline">After this it is ended.</param>
internal sealed class ProtobufCompiler(string program, TimeSpan deadline)
{
    // Reading one schema takes milliseconds: with more of them at once none would be faster.
    private static readonly SemaphoreSlim Turns = new(Math.Max(2, Environment.ProcessorCount));

    public static ProtobufCompiler Bundled { get; } =
        new(
            Path.Combine(AppContext.BaseDirectory, "protoc", OperatingSystem.IsWindows() ? "protoc.exe" : "protoc"),
            TimeSpan.FromSeconds(10)
        );

    /// <param name="name">Which of the files is asked for; the others are there for its imports.</param>
    public Compiled Compile(string name, IEnumerable<KeyValuePair<string, string>> files)
    {
        var folder = Directory.CreateTempSubdirectory("portal-protobuf-");
        Turns.Wait();
        try
        {
            var sources = folder.CreateSubdirectory("in").FullName;
            foreach (var (path, text) in files)
            {
                var file = Path.Combine(sources, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllText(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            }

            return Run(name, sources, Path.Combine(folder.FullName, "out"));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or Win32Exception)
        {
            return new Compiled.Failed($"protoc, which reads Protobuf, can't be run: {refused.Message}");
        }
        finally
        {
            Turns.Release();
            folder.Delete(recursive: true);
        }
    }

    private Compiled Run(string name, string sources, string result)
    {
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            // What it prints then begins with the name of a file, not with the way to it.
            WorkingDirectory = sources,
            RedirectStandardError = true,
            ArgumentList =
            {
                "--proto_path=.",
                $"--proto_path={Path.Combine(AppContext.BaseDirectory, "protoc", "include")}",
                $"--descriptor_set_out={result}",
                "--include_imports",
                "--include_source_info",
                name,
            },
        };
        start.Environment.Clear();
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(deadline))
        {
            process.Kill();
            return new Compiled.Failed($"Reading this Protobuf took longer than {deadline.TotalSeconds:0.#} seconds.");
        }

        return process.ExitCode == 0
            ? new Compiled.Fine(FileDescriptorSet.Parser.ParseFrom(File.ReadAllBytes(result)))
            : new Compiled.Refused(errors.GetAwaiter().GetResult());
    }
}
