using System.ComponentModel.DataAnnotations;

namespace Portal.Engines.Secrets;

/// <summary>Where Data Protection's keys lie.</summary>
public enum KeyPlace
{
    Directory,

    /// <summary>In a table of the store, encrypted with the certificate: there they are never in the clear.</summary>
    Store,
}

public sealed class SecretOptions
{
    public const string Section = "Portal";

    /// <summary>Keeps the keys of everything else that Data Protection guards on this machine apart from ours.</summary>
    public const string ApplicationName = "portal";

    /// <summary>
    /// A directory that Web and Workers share, outside the database: Data Protection's keys, unless they lie in the store, the key that signs the
    /// audit log, and what was signed.
    /// </summary>
    [Required(ErrorMessage = "Portal:KeysDirectory isn't set: the directory of keys that Web and Workers share.")]
    public string KeysDirectory { get; set; } = "";

    public KeyPlace KeysIn { get; set; }

    /// <summary>
    /// A file with the certificate that the keys are encrypted with, and its RSA private key: PKCS#12, or PEM. Null: they lie in the clear, and their
    /// directory is what guards them.
    /// </summary>
    public string? KeysCertificate { get; set; }

    /// <summary>Of the PKCS#12 files; null: they have none.</summary>
    public string? KeysCertificatePassword { get; set; }

    /// <summary>Files of certificates that keys were encrypted with before: what they guard is encrypted anew at the next start.</summary>
    public IReadOnlyList<string> FormerKeysCertificates { get; set; } = [];

    /// <summary>Makes the directory, readable by its owner alone: without a certificate the keys lie in it in the clear.</summary>
    internal static DirectoryInfo Prepared(string directory) =>
        OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(directory)
            : Directory.CreateDirectory(
                directory,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
}
