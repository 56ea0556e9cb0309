using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Portal.Core.Clusters;

namespace Portal.Engines.Secrets;

/// <summary>
/// Seals secrets for the store and opens them for the adapters that sign in with them. The keys lie in a directory that
/// Web and Workers share, outside of the database: neither a dump of the one nor a copy of the other says anything alone.
/// </summary>
public sealed class SecretVault : ISecretSeal
{
    private const string Purpose = "portal.cluster-secret";
    private readonly string _directory;
    private IDataProtector _protector;

    public SecretVault(IOptions<SecretOptions> options)
    {
        _directory = options.Value.KeysDirectory;
        _protector = Load();
    }

    public byte[] Seal(string plain) => Volatile.Read(ref _protector).Protect(Encoding.UTF8.GetBytes(plain));

    /// <summary>The plain secret, for signing in and for nothing else: it is never stored, logged or shown.</summary>
    /// <exception cref="EngineException">Final: it was erased, or sealed with keys that aren't here.</exception>
    public string Open(byte[]? secret)
    {
        if (secret is null)
        {
            throw new EngineException(EngineFault.Final, "The cluster's password was erased. Give it again.");
        }

        try
        {
            return Encoding.UTF8.GetString(Unprotect(secret));
        }
        catch (CryptographicException unreadable)
        {
            throw new EngineException(
                EngineFault.Final,
                "The cluster's stored password can't be read with the keys of this machine. Edit the cluster and give the "
                    + "password again, or bring back the directory of keys.",
                unreadable
            );
        }
    }

    /// <summary>A password, or a token, in the clear.</summary>
    public string Plain(ClusterPassword secret) =>
        secret switch
        {
            ClusterPassword.Typed typed => typed.Plain,
            ClusterPassword.Stored stored => Open(stored.Sealed),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };

    // Two processes that start at once on an empty directory make a key each, and a ring in memory is read again only
    // once a day: what the other process sealed is readable after another look at the directory.
    private byte[] Unprotect(byte[] secret)
    {
        try
        {
            return Volatile.Read(ref _protector).Unprotect(secret);
        }
        catch (CryptographicException)
        {
            var fresh = Load();
            var plain = fresh.Unprotect(secret);
            Volatile.Write(ref _protector, fresh);
            return plain;
        }
    }

    private IDataProtector Load() =>
        DataProtectionProvider
            .Create(SecretOptions.Prepared(_directory), keys => keys.SetApplicationName(SecretOptions.ApplicationName))
            .CreateProtector(Purpose);
}
