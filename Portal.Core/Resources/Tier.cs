using System.Collections.Immutable;

namespace Portal.Core.Resources;

/// <summary>How much it hurts when the data is late or gone; a higher one hurts more.</summary>
public enum Tier
{
    Experimental,
    Standard,
    Critical,
}
