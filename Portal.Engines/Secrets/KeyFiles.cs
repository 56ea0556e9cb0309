using System.Xml.Linq;

namespace Portal.Engines.Secrets;

/// <summary>The files of Data Protection's keys. After one start nothing is left in them that the certificate doesn't guard.</summary>
internal static class KeyFiles
{
    private const string Names = "key-*.xml";

    /// <summary>Names of those that none of these certificates opens.</summary>
    public static IReadOnlyList<string> Foreign(string directory, KeyCertificates certificates) =>
        [
            .. In(directory)
                .Where(file => KeyEncryption.IsForeign(XElement.Load(file.FullName), certificates))
                .Select(file => file.Name)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>By the names that Data Protection gives them.</summary>
    public static IEnumerable<(string Name, XElement Key)> Read(string directory) =>
        In(directory).Select(file => (Path.GetFileNameWithoutExtension(file.Name), XElement.Load(file.FullName)));

    /// <summary>Each file is replaced at once, by what means the same: processes may do that side by side.</summary>
    public static void Encrypt(string directory, KeyCertificates certificates)
    {
        foreach (var file in In(directory))
        {
            var key = XElement.Load(file.FullName);
            if (KeyEncryption.Encrypt(key, certificates))
            {
                Replace(file, key);
            }
        }
    }

    private static IEnumerable<FileInfo> In(string directory) =>
        Directory.Exists(directory) ? new DirectoryInfo(directory).EnumerateFiles(Names) : [];

    private static void Replace(FileInfo file, XElement key)
    {
        var fresh = $"{file.FullName}.{Environment.ProcessId}.new";
        key.Save(fresh);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(fresh, File.GetUnixFileMode(file.FullName));
        }

        File.Move(fresh, file.FullName, overwrite: true);
    }
}
