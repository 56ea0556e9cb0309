using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Portal.Core.Clusters;

namespace Portal.Engines.Secrets;

/// <summary>
/// Seals secrets for the store and opens them for the adapters that sign in with them. The keys lie in a directory that Web and Workers share,
/// or in the store, encrypted with a certificate: either way a dump of the store says nothing alone.
/// </summary>
public sealed class SecretVault : ISecretSeal
{
    private const string Purpose = "portal.cluster-secret";
    private readonly KeyStorage _keys;
    private IDataProtector? _protector;

    public SecretVault(KeyStorage keys) => _keys = keys;

    public byte[] Seal(string plain) => Protector().Protect(Encoding.UTF8.GetBytes(plain));

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
                    + "password again, or bring back its keys, or the certificate that they are encrypted with.",
                unreadable
            );
        }
    }

    /// <summary>The same, of a registration that was just read: one that is erased was replaced since.</summary>
    /// <exception cref="EngineException">Transient: it was erased. Final: it was sealed with keys that aren't here.</exception>
    public string OpenCurrent(byte[]? secret) => Open(secret ?? throw EngineException.Reregistered("the cluster"));

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
            return Protector().Unprotect(secret);
        }
        catch (CryptographicException)
        {
            var fresh = Load();
            var plain = fresh.Unprotect(secret);
            Volatile.Write(ref _protector, fresh);
            return plain;
        }
    }

    // Read when it is first needed: the store, where the keys may lie, may come later than this process.
    private IDataProtector Protector()
    {
        if (Volatile.Read(ref _protector) is { } loaded)
        {
            return loaded;
        }

        _keys.Prepare();
        var fresh = Load();
        return Interlocked.CompareExchange(ref _protector, fresh, null) ?? fresh;
    }

    private IDataProtector Load() => _keys.Protector(Purpose);
}
