using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.Audit;

/// <summary>The hash that binds an audit event to the one before it: an altered, missing or moved event breaks the chain.</summary>
public static class AuditChain
{
    /// <summary>What the first event is bound to.</summary>
    public static readonly byte[] Beginning = new byte[SHA256.HashSizeInBytes];

    /// <summary>SHA-256 over the former hash, the number, and the event's fields as JSON in a fixed order.</summary>
    public static AuditSeal Seal(long number, byte[] previous, AuditEvent happened)
    {
        var fields = CoreJson.Write(
            new
            {
                Number = number,
                happened.Id,
                At = happened.At.UtcTicks,
                happened.Actor,
                happened.Kind,
                happened.ChangeId,
                happened.ClusterId,
                happened.Subject,
                happened.Words,
                happened.Data,
            }
        );
        return new AuditSeal
        {
            Number = number,
            EventId = happened.Id,
            Previous = previous,
            Hash = SHA256.HashData([.. previous, .. Encoding.UTF8.GetBytes(fields)]),
        };
    }
}
