//! Addresses a channel may have, and those a server must not be led to.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::value::{Fault, text};

text!(
    /// An address a channel sends to; plain http only where the operator lets it.
    ChannelUrl, max 500, "^https?://[!-~]{1,490}$", |s| {
        let s = s.trim();
        if s.is_empty() {
            return Err(Fault::Empty);
        }
        if s.len() > 500 {
            return Err(Fault::TooLong(500));
        }
        let rest = s.strip_prefix("https://").or_else(|| s.strip_prefix("http://")).ok_or(Fault::Url)?;
        let host = authority(rest);
        let fit = !host.is_empty() && !host.contains(['@', '{', '\\', '%']) && s.bytes().all(|b| b.is_ascii_graphic()) && !s.contains(['#', '"', '<', '>']);
        if fit { Ok(s.to_owned()) } else { Err(Fault::Url) }
    }
);

fn authority(rest: &str) -> &str {
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

impl ChannelUrl {
    /// Host and port, which are no secret.
    pub fn host(&self) -> &str {
        authority(self.as_str().split_once("://").map_or("", |(_, rest)| rest))
    }

    /// Whether nobody on the way can read it.
    pub fn is_secure(&self) -> bool {
        self.as_str().starts_with("https://")
    }
}

/// Whether an address belongs to the public internet. All others lead into the server's own house: to itself, to its neighbours, to
/// the cloud's own services.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let reserved = match (a, b, c) {
        // This network, and what is shared among a carrier's customers.
        (0, _, _) | (100, 64..=127, _) => true,
        // Of protocols, of relays, for benchmarks; and from 224 on groups and what nobody may use.
        (192, 0, 0) | (192, 88, 99) | (198, 18..=19, _) | (224.., _, _) => true,
        _ => false,
    };
    !(reserved || address.is_private() || address.is_loopback() || address.is_link_local() || address.is_documentation())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(inside) = address.to_ipv4_mapped() {
        return is_public_v4(inside);
    }
    match address.segments() {
        // Documentation; protocols and tunnels that hide another address (Teredo, 6to4).
        [0x2001, 0x0db8, ..] | [0x2001, 0..=0x01ff, ..] | [0x2002, ..] => false,
        [0x3fff, 0..=0x0fff, ..] => false,
        [first, ..] => (0x2000..=0x3fff).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_written() -> Result<(), Fault> {
        let url: ChannelUrl = " https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1 ".parse()?;
        assert_eq!((url.host(), url.is_secure()), ("qyapi.weixin.qq.com", true));
        let plain: ChannelUrl = "http://10.0.0.7:8080/send?to={phone}".parse()?;
        assert_eq!((plain.host(), plain.is_secure()), ("10.0.0.7:8080", false));
        for wrong in [
            "ftp://a.b",
            "https://",
            "https://u:p@a.b/",
            "https://{phone}.b/",
            "//a.b",
            "https://a b/",
            "https://a/#x",
            "file:///etc/passwd",
        ] {
            assert_eq!(wrong.parse::<ChannelUrl>(), Err(Fault::Url), "{wrong}");
        }
        Ok(())
    }

    #[test]
    fn only_the_public_internet_is_public() -> Result<(), std::net::AddrParseError> {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2001::1",
            "64:ff9b::7f00:1",
            "::127.0.0.1",
        ] {
            assert!(!is_public(inside.parse()?), "{inside}");
        }
        for outside in ["8.8.8.8", "101.91.40.24", "172.32.0.1", "100.128.0.1", "240e:1::1", "2408:8000::1", "::ffff:8.8.8.8"] {
            assert!(is_public(outside.parse()?), "{outside}");
        }
        Ok(())
    }
}
