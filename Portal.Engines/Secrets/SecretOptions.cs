using System.ComponentModel.DataAnnotations;

namespace Portal.Engines.Secrets;

public sealed class SecretOptions
{
    public const string Section = "Portal";

    /// <summary>Keeps the keys of everything else that Data Protection guards on this machine apart from ours.</summary>
    public const string ApplicationName = "portal";

    /// <summary>Where Data Protection's keys lie, shared by Web and Workers, never inside the database.</summary>
    [Required(ErrorMessage = "Portal:KeysDirectory isn't set: the directory of keys that Web and Workers share.")]
    public string KeysDirectory { get; set; } = "";

    /// <summary>Makes the directory, readable by its owner alone: the keys lie in it in the clear.</summary>
    internal static DirectoryInfo Prepared(string directory) =>
        OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(directory)
            : Directory.CreateDirectory(
                directory,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
}
