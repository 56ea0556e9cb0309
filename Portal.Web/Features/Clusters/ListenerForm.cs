using Portal.Core.Clusters;

namespace Portal.Web.Features.Clusters;

/// <summary>A listener of clients as it is typed into the registration form.</summary>
public sealed class ListenerForm
{
    public string Addresses { get; set; } = "";
    public bool Tls { get; set; }
    public string CaPem { get; set; } = "";

    public static ListenerForm Of(ClientListener? known) =>
        known is null
            ? new()
            : new()
            {
                Addresses = known.Addresses,
                Tls = known.Tls,
                CaPem = known.CaPem ?? "",
            };

    /// <summary>Null when there is nothing in it: an authority alone is somebody's mistake, and refused beside its field.</summary>
    public ClientListener? ToListener(bool tls)
    {
        var ca = tls && !string.IsNullOrWhiteSpace(CaPem) ? CaPem : null;
        return string.IsNullOrWhiteSpace(Addresses) && ca is null
            ? null
            : new(Addresses.ReplaceLineEndings(",").Trim(), tls, ca);
    }
}
