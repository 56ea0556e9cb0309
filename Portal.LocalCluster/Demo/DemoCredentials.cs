using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Portal.LocalCluster.Demo;

/// <summary>A password that the portal showed once.</summary>
/// <param name="Mechanism">By the API's word: "scram-sha512".</param>
/// <param name="Rotation">Which of its account's passwords it is.</param>
internal sealed record DemoCredential(string Password, string Mechanism, int Rotation);

/// <summary>The passwords of the demo's accounts, in a file that its user alone can read: a restart signs in with them again.</summary>
internal sealed class DemoCredentials(IOptions<DemoOptions> options)
{
    private readonly Lock _one = new();

    private string File => Path.Combine(options.Value.State, "passwords.json");

    /// <summary>Null when there is none, or the file is lost or unreadable.</summary>
    public DemoCredential? Find(string cluster, string account)
    {
        lock (_one)
        {
            return Read().GetValueOrDefault(Key(cluster, account));
        }
    }

    /// <summary>On the disk when it returns.</summary>
    public void Keep(string cluster, string account, DemoCredential credential)
    {
        lock (_one)
        {
            var all = Read();
            all[Key(cluster, account)] = credential;
            Directory.CreateDirectory(options.Value.State);
            var next = File + ".next";
            using (var written = new FileStream(next, Writing()))
            {
                JsonSerializer.Serialize(written, all);
                written.Flush(flushToDisk: true);
            }

            System.IO.File.Move(next, File, overwrite: true);
        }
    }

    private static FileStreamOptions Writing()
    {
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return how;
    }

    private Dictionary<string, DemoCredential> Read()
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, DemoCredential>>(System.IO.File.ReadAllText(File))
                ?? [];
        }
        catch (Exception lost) when (lost is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }

    private static string Key(string cluster, string account) => $"{cluster}/{account}";
}
