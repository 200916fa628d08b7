//! Files by content: a file's name is the hash of what is in it, so the same file is kept once and a name never means another
//! content.

use std::fmt;
use std::fs;
use std::path::Path as FilePath;
use std::str::FromStr;
use std::sync::Arc;

use actix_web::web::Bytes;
use futures_util::TryStreamExt;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{Error, ObjectMeta, ObjectStore, ObjectStoreExt};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::time::Moment;

/// The SHA-256 of a content, in lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BlobHash(String);

impl BlobHash {
    pub fn of(content: &[u8]) -> Self {
        Self::from(<[u8; 32]>::from(Sha256::digest(content)))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Two levels of folders keep each of them small: `blobs/ab/cd/abcd…`.
    fn path(&self) -> Path {
        let hash = self.as_str();
        Path::from_iter(["blobs", hash.get(..2).unwrap_or_default(), hash.get(2..4).unwrap_or_default(), hash])
    }
}

impl From<[u8; 32]> for BlobHash {
    fn from(digest: [u8; 32]) -> Self {
        Self(digest.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

impl FromStr for BlobHash {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let fit = text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if fit {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::Generic { store: "blobs", source: format!("{text:?} is not the hash of a file").into() })
        }
    }
}

impl TryFrom<String> for BlobHash {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<BlobHash> for String {
    fn from(hash: BlobHash) -> Self {
        hash.0
    }
}

impl fmt::Display for BlobHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A file in the store.
#[derive(Debug, Clone)]
pub struct Stored {
    pub hash: BlobHash,
    pub bytes: u64,
    pub written_at: Moment,
}

impl Stored {
    /// Nothing for what is not ours, such as a file half written when the power failed.
    fn of(file: &ObjectMeta) -> Option<Self> {
        let hash = file.location.filename()?.parse().ok()?;
        Some(Self { hash, bytes: file.size, written_at: file.last_modified.into() })
    }
}

/// The store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Blobs(Arc<dyn ObjectStore>);

impl Blobs {
    /// Keeps files under `root/blobs`. What [`put`](Self::put) acknowledged is on the disk: file and folder entries are synced.
    pub fn on_disk(root: &FilePath) -> Result<Self, Error> {
        let generic = |source: std::io::Error| Error::Generic { store: "blobs", source: Box::new(source) };
        fs::create_dir_all(root).map_err(generic)?;
        Ok(Self(Arc::new(LocalFileSystem::new_with_prefix(root)?.with_fsync(true))))
    }

    /// Keeps `content`, durably before it returns. Written anew even when it is there already, for another sender's write of the
    /// same content may not have reached the disk yet.
    pub async fn put(&self, content: impl Into<Bytes>) -> Result<BlobHash, Error> {
        let content = content.into();
        let hash = BlobHash::of(&content);
        self.0.put(&hash.path(), content.into()).await?;
        Ok(hash)
    }

    /// The content, or `None` when there is no such file.
    pub async fn get(&self, hash: &BlobHash) -> Result<Option<Bytes>, Error> {
        match self.0.get(&hash.path()).await {
            Ok(found) => found.bytes().await.map(Some),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// All files of the store.
    pub async fn list(&self) -> Result<Vec<Stored>, Error> {
        let files = self.0.list(Some(&Path::from("blobs")));
        let named = files.try_filter_map(|file| async move { Ok(Stored::of(&file)) });
        named.try_collect().await
    }

    /// Removes a file that nothing names, unless somebody has written it anew since `before`.
    pub async fn remove_older(&self, hash: &BlobHash, before: Moment) -> Result<(), Error> {
        match self.0.head(&hash.path()).await {
            Ok(file) if Moment::from(file.last_modified) < before => self.delete(hash).await,
            Ok(_) | Err(Error::NotFound { .. }) => Ok(()),
            Err(e) => Err(e),
        }
    }

    /// Removes the file; it need not be there.
    pub async fn delete(&self, hash: &BlobHash) -> Result<(), Error> {
        match self.0.delete(&hash.path()).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(e) => Err(e),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn a_file_is_kept_once_under_its_hash() -> anyhow::Result<()> {
        let root = tempfile::tempdir()?;
        let blobs = Blobs::on_disk(&root.path().join("new"))?;
        let hash = blobs.put(&b"abc"[..]).await?;
        assert_eq!(hash.as_str(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(blobs.put(&b"abc"[..]).await?, hash);
        let file = root.path().join("new/blobs/ba/78").join(hash.as_str());
        assert_eq!(fs::read(&file)?, b"abc");
        assert_eq!(fs::read_dir(file.parent().unwrap_or(&file))?.count(), 1, "nothing half-written stays behind");

        assert_eq!(Blobs::on_disk(&root.path().join("new"))?.get(&hash).await?.as_deref(), Some(&b"abc"[..]));
        blobs.delete(&hash).await?;
        blobs.delete(&hash).await?;
        assert_eq!(blobs.get(&hash).await?, None);
        Ok(())
    }
}
