using System.Security.Cryptography;

namespace Portal.Workers.Claiming;

/// <summary>
/// What this process claims work as. A part of it is drawn: in containers every process has number 1, and one that was restarted has the
/// name of the one before.
/// </summary>
public static class ClaimOwner
{
    public static readonly string This =
        $"{Environment.MachineName}:{Environment.ProcessId}:{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
}
